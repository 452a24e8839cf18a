using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace EdgeCodec;

/// <summary>Section <c>CTXM</c> (ECM §5) in bytes.</summary>
internal static class ContextSection
{
    private const byte Kind = 1;
    private const int MaxTaps = 256;
    private const int PositionLimit = (1 << 29) - 1;

    public static ContextModel Read(ref SectionReader reader, LatentSpec latent)
    {
        reader.U8("kind", Kind, Kind);
        int hidden = reader.U8("hidden", 0, 32);
        int shift = reader.U8("logit_shift", 1, 24);
        reader.U8("reserved", 0, 0);
        var bounds = new WorkBounds();
        var channels = ImmutableArray.CreateBuilder<ChannelContext>(latent.Channels);
        for (int c = 0; c < latent.Channels; c++)
        {
            reader.Enter("channel", c);
            channels.Add(ReadChannel(ref reader, latent, c, hidden, ref bounds));
        }
        reader.Leave();
        return new ContextModel
        {
            Hidden = hidden,
            LogitShift = shift,
            Channels = channels.MoveToImmutable(),
            Probability = ReadProbabilities(ref reader),
        };
    }

    public static void Write(ContextModel context, LatentSpec latent, SectionBuilder builder)
    {
        SectionBuilder.CheckLength("CTXM", "channels", context.Channels, latent.Channels);
        SectionBuilder.CheckLength("CTXM", "probability", context.Probability, ContextModel.TableSize);
        builder.U8(Kind);
        builder.U8(context.Hidden);
        builder.U8(context.LogitShift);
        builder.U8(0);
        for (int c = 0; c < context.Channels.Length; c++)
        {
            ChannelContext channel = context.Channels[c];
            CheckLengths(channel, context.Hidden, latent, $"CTXM channel {c}");
            builder.U16(channel.Taps.Length);
            foreach (ContextTap tap in channel.Taps)
            {
                builder.U8(tap.Channel);
                builder.S8(tap.Dz);
                builder.S8(tap.Dy);
                builder.S8(tap.Dx);
            }
            WriteAll(channel.Direct, builder);
            WriteAll(channel.HiddenBias, builder);
            builder.Raw(MemoryMarshal.AsBytes(channel.HiddenWeight.AsSpan()));
            WriteAll(channel.OutputWeight, builder);
            foreach (int value in channel.Position)
            {
                builder.S32(value);
            }
        }
        foreach (ushort value in context.Probability)
        {
            builder.U16(value);
        }
    }

    private static void CheckLengths(ChannelContext channel, int hidden, LatentSpec latent, string where)
    {
        int taps = channel.Taps.IsDefault ? 0 : channel.Taps.Length;
        SectionBuilder.CheckLength(where, "direct", channel.Direct, taps);
        SectionBuilder.CheckLength(where, "hidden_bias", channel.HiddenBias, hidden);
        SectionBuilder.CheckLength(where, "hidden_weight", channel.HiddenWeight, (long)taps * hidden);
        SectionBuilder.CheckLength(where, "output_weight", channel.OutputWeight, hidden);
        SectionBuilder.CheckLength(where, "position", channel.Position, (long)latent.Height * latent.Width);
    }

    private static void WriteAll(ImmutableArray<short> values, SectionBuilder builder)
    {
        foreach (short value in values)
        {
            builder.S16(value);
        }
    }

    private static ChannelContext ReadChannel(ref SectionReader reader, LatentSpec latent, int channel, int hidden, ref WorkBounds bounds)
    {
        int tapCount = reader.U16("taps", 0, MaxTaps);
        bounds.AddChannel(reader, latent, tapCount, hidden, reader.Offset - 2);
        // Each tap takes four bytes: the loop fails at the section's end, and T is at most 256.
        var taps = ImmutableArray.CreateBuilder<ContextTap>(tapCount);
        for (int t = 0; t < tapCount; t++)
        {
            taps.Add(ReadTap(ref reader, channel));
        }
        short[] direct = reader.S16Array("direct", tapCount);
        short[] hiddenBias = reader.S16Array("hidden_bias", hidden);
        sbyte[] hiddenWeight = reader.S8Array("hidden_weight", tapCount * hidden);
        CheckHiddenSums(ref reader, hiddenBias, hiddenWeight);
        short[] outputWeight = reader.S16Array("output_weight", hidden);
        int count = latent.Height * latent.Width;
        int[] position = reader.S32Array("position", count);
        for (int i = 0; i < count; i++)
        {
            reader.Element("position", position[i], -PositionLimit, PositionLimit, i, count, sizeof(int));
        }
        return new ChannelContext
        {
            Taps = taps.MoveToImmutable(),
            Direct = ImmutableCollectionsMarshal.AsImmutableArray(direct),
            HiddenBias = ImmutableCollectionsMarshal.AsImmutableArray(hiddenBias),
            HiddenWeight = ImmutableCollectionsMarshal.AsImmutableArray(hiddenWeight),
            OutputWeight = ImmutableCollectionsMarshal.AsImmutableArray(outputWeight),
            Position = ImmutableCollectionsMarshal.AsImmutableArray(position),
        };
    }

    /// <summary>ECM §5: hidden sums fit in s16, whatever the bits.</summary>
    private static void CheckHiddenSums(ref SectionReader reader, short[] bias, sbyte[] weights)
    {
        for (int j = 0; j < bias.Length; j++)
        {
            int reach = Math.Abs((int)bias[j]);
            for (int i = j; i < weights.Length; i += bias.Length)
            {
                reach += Math.Abs((int)weights[i]);
            }
            if (reach > short.MaxValue)
            {
                throw reader.Invalid($"the sum of hidden unit {j} can reach {reach}, expected at most {short.MaxValue}", reader.Offset - weights.Length);
            }
        }
    }

    private static ContextTap ReadTap(ref SectionReader reader, int channel)
    {
        int k = reader.U8("tap channel", 0, channel);
        int dz = reader.S8("tap offset");
        int dy = reader.S8("tap offset");
        int dx = reader.S8("tap offset");
        bool isBefore = (dz, dy, dx).CompareTo((0, 0, 0)) < 0;
        if (k == channel && !isBefore)
        {
            throw reader.Invalid(
                $"a tap of the channel itself has offset ({dz}, {dy}, {dx}), expected one before (0, 0, 0)", reader.Offset - 4);
        }
        return new ContextTap((byte)k, (sbyte)dz, (sbyte)dy, (sbyte)dx);
    }

    private static ImmutableArray<ushort> ReadProbabilities(ref SectionReader reader)
    {
        var table = ImmutableArray.CreateBuilder<ushort>(ContextModel.TableSize);
        for (int i = 0; i < ContextModel.TableSize; i++)
        {
            table.Add((ushort)reader.U16("probability", ContextModel.MinProbability, ContextModel.MaxProbability));
        }
        reader.End();
        return table.MoveToImmutable();
    }
}
