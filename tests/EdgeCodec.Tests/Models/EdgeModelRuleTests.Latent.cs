using System.Buffers.Binary;
using Xunit;

namespace EdgeCodec.Tests.Models;

/// <summary>ECM §4 and §5: the latent and its context model.</summary>
public partial class EdgeModelRuleTests
{
    [Theory]
    [InlineData(0, 6u)]
    [InlineData(4, 1u)]
    [InlineData(8, 1u)]
    [InlineData(12, 1u)]
    public void Latent_ShapeOtherThanTheNetworks_IsInvalid(int offset, uint value)
    {
        EcmFile file = EcmFile.Read(Good);
        Assert.NotEqual(value, BinaryPrimitives.ReadUInt32LittleEndian(file.Payload("LATN").AsSpan(offset)));
        Expect("LATN", 0, "expected the last layer's 5 of", f => f.Poke32("LATN", offset, value));
    }

    [Theory]
    [InlineData(0, 0u, "channels is 0, expected 1 to 255")]
    [InlineData(0, 256u, "channels is 256")]
    [InlineData(4, 0u, "size is 0")]
    [InlineData(8, uint.MaxValue, "size is 4294967295")]
    public void Latent_NumberOutsideItsRange_IsInvalid(int offset, uint value, string says) =>
        Expect("LATN", offset, says, f => f.Poke32("LATN", offset, value));

    [Theory]
    [InlineData(16, 0, "layer_count is 0, expected 1 to 5")]
    [InlineData(16, 6, "layer_count is 6, expected 1 to 5")]
    [InlineData(17, 0, "layer channels is 0, expected 1 to 255")]
    public void Latent_LayersOutsideTheirRange_AreInvalid(int offset, byte value, string says) =>
        Expect("LATN", offset, says, f => f.Poke("LATN", offset, value));

    [Fact]
    public void Latent_LayersThatDoNotSumToTheChannels_AreInvalid() =>
        Expect("LATN", 17, "channels together, expected 5", f => f.Poke("LATN", 17, 1, 1));

    [Fact]
    public void Latent_MoreThanTwoToTheTwentyFourBits_IsInvalid()
    {
        ModelParts parts = Tiny() with
        {
            Grid = Tiny().Grid with { Size = new(1, 4096, 4096) },
            Layers = [TwoChannels()],
            Latent = new LatentSpec { Channels = 2, Size = new(1, 4096, 4096), LayerChannels = [2] },
        };
        EcmFile file = EcmFile.Read(Good);
        var grid = new SectionBuilder();
        GridSection.Write(parts.Grid, grid);
        var network = new SectionBuilder();
        NetworkSection.Write(parts.Layers, network);
        var latent = new SectionBuilder();
        LatentSection.Write(parts.Latent, latent);
        file.Replace("GRID", grid.Bytes.ToArray()).Replace("NETW", network.Bytes.ToArray()).Replace("LATN", latent.Bytes.ToArray());
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.ModelInvalid, () => EdgeModel.Parse(file.Write()));
        Assert.Contains("more than 2^24 bits", e.Message, StringComparison.Ordinal);

        static ConvLayer TwoChannels() => new()
        {
            Output = ConvOutput.LatentSign, InChannels = 1, OutChannels = 2, Kernel = new(1, 1, 1), Bias = [0, 0], Weights = [1, 1],
        };
    }

    [Theory]
    [InlineData(0, 0, "kind is 0, expected 1")]
    [InlineData(0, 2, "kind is 2, expected 1")]
    [InlineData(1, 33, "hidden is 33, expected 0 to 32")]
    [InlineData(2, 0, "logit_shift is 0, expected 1 to 24")]
    [InlineData(2, 25, "logit_shift is 25")]
    [InlineData(3, 1, "reserved is 1, expected 0")]
    public void Context_ByteOutsideItsRange_IsInvalid(int offset, byte value, string says) =>
        Expect("CTXM", offset, says, f => f.Poke("CTXM", offset, value));

    [Fact]
    public void Context_MoreThan256Taps_IsInvalid() =>
        Expect("CTXM", 4, "taps is 257, expected 0 to 256", f => f.Poke("CTXM", 4, 1, 1), "channel 0");

    [Theory]
    [InlineData(1, 0, 0, -1, "tap channel is 1, expected 0")]
    [InlineData(0, 0, 0, 0, "expected one before (0, 0, 0)")]
    [InlineData(0, 0, 0, 1, "expected one before (0, 0, 0)")]
    [InlineData(0, 0, 1, -1, "expected one before (0, 0, 0)")]
    [InlineData(0, 1, -1, -1, "expected one before (0, 0, 0)")]
    public void Context_TapThatIsNotCausal_IsInvalid(byte channel, sbyte dz, sbyte dy, sbyte dx, string says)
    {
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.ModelInvalid, () => Tiny(new ContextTap(channel, dz, dy, dx)).Write());
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.Contains("CTXM channel 0", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, 0, -1)]
    [InlineData(0, 0, -1, 127)]
    [InlineData(0, -1, 127, 127)]
    [InlineData(0, -128, -128, -128)]
    public void Context_CausalTap_IsAccepted(byte channel, sbyte dz, sbyte dy, sbyte dx) =>
        Assert.Single(Tiny(new ContextTap(channel, dz, dy, dx)).Build().Context.Channels[0].Taps);

    [Fact]
    public void Context_HiddenSumAtTheLimitOfS16_IsAcceptedAndOneBeyondRefused()
    {
        Assert.Equal(short.MaxValue - 128, With(short.MaxValue - 128).Build().Context.Channels[0].HiddenBias[0]);
        Assert.Equal(128 - short.MaxValue, With(128 - short.MaxValue).Build().Context.Channels[0].HiddenBias[0]);
        Errors.Expect(EdgeCodecStatus.ModelInvalid, () => With(short.MaxValue - 127).Write());
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.ModelInvalid, () => With(short.MinValue).Write());
        Assert.Contains("CTXM channel 0", e.Message, StringComparison.Ordinal);
        Assert.Contains("hidden unit 0 can reach 32896", e.Message, StringComparison.Ordinal);

        static ModelParts With(int bias)
        {
            ModelParts tiny = Tiny(new ContextTap(0, 0, 0, -1));
            ChannelContext channel = tiny.Context.Channels[0] with { HiddenBias = [(short)bias], HiddenWeight = [-128], OutputWeight = [1] };
            return tiny with
            {
                Context = new ContextModel { Hidden = 1, LogitShift = 1, Channels = [channel], Probability = tiny.Context.Probability },
            };
        }
    }

    [Theory]
    [InlineData(1 << 29)]
    [InlineData(-(1 << 29))]
    [InlineData(int.MinValue)]
    public void Context_PositionOutsideItsRange_IsInvalid(int value)
    {
        // The last position of the last channel stands right before the table.
        int offset = EcmFile.Read(Good).Payload("CTXM").Length - (2 * 1024) - 4;
        int index = Parts.Context.Channels[^1].Position.Length - 1;
        Expect("CTXM", offset, $"position[{index}] is {value}", f => f.Poke32("CTXM", offset, (uint)value), "channel 4");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(65505)]
    [InlineData(65535)]
    public void Context_ProbabilityNearZeroOrOne_IsInvalid(int value)
    {
        int offset = EcmFile.Read(Good).Payload("CTXM").Length - 2;
        Expect("CTXM", offset, $"probability is {value}, expected 32 to 65504", f => f.Poke("CTXM", offset, (byte)value, (byte)(value >> 8)));
    }
}
