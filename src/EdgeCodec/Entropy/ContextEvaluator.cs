using System.Collections.Immutable;

namespace EdgeCodec;

/// <summary>
/// Evaluates a context model (ECM §5). The taps that lie inside the latent are found once a row; a bit then
/// costs one addition of a weight row per tap. Its memory is allocated once. Not thread-safe.
/// </summary>
internal sealed class ContextEvaluator
{
    private readonly LatentSpec _latent;
    private readonly ContextModel _model;
    private readonly int[] _hidden;
    private readonly RowTap[] _rowTaps;
    private int _rowTapCount;
    private ChannelContext _channel;
    private int _positionStart;

    public ContextEvaluator(LatentSpec latent, ContextModel model)
    {
        _latent = latent;
        _model = model;
        _hidden = new int[model.Hidden];
        int maxTaps = 0;
        foreach (ChannelContext channel in model.Channels)
        {
            maxTaps = Math.Max(maxTaps, channel.Taps.Length);
        }
        _rowTaps = new RowTap[maxTaps];
        _channel = model.Channels[0];
    }

    /// <summary>A tap whose row lies inside the latent: bit index of the row's start plus dx, and dx.</summary>
    private readonly record struct RowTap(int Index, int Start, int Dx);

    /// <summary>Prepares for the bits of one row.</summary>
    public void StartRow(int channel, int z, int y)
    {
        _channel = _model.Channels[channel];
        _positionStart = y * _latent.Width;
        _rowTapCount = 0;
        ImmutableArray<ContextTap> taps = _channel.Taps;
        for (int t = 0; t < taps.Length; t++)
        {
            ContextTap tap = taps[t];
            int tz = z + tap.Dz;
            int ty = y + tap.Dy;
            if ((uint)tz < (uint)_latent.Depth && (uint)ty < (uint)_latent.Height)
            {
                int row = ((((tap.Channel * _latent.Depth) + tz) * _latent.Height) + ty) * _latent.Width;
                _rowTaps[_rowTapCount++] = new RowTap(t, row + tap.Dx, tap.Dx);
            }
        }
    }

    /// <summary>Probability in 1/65536 that the bit at column <paramref name="x"/> of the row is 1.</summary>
    /// <param name="bits">The latent, <c>[C, D, H, W]</c>; only bits before this one are read.</param>
    /// <param name="x">Column.</param>
    public uint Probability(ReadOnlySpan<byte> bits, int x)
    {
        ReadOnlySpan<short> direct = _channel.Direct.AsSpan();
        ReadOnlySpan<sbyte> weights = _channel.HiddenWeight.AsSpan();
        Span<int> hidden = _hidden;
        ReadOnlySpan<short> bias = _channel.HiddenBias.AsSpan();
        for (int j = 0; j < hidden.Length; j++)
        {
            hidden[j] = bias[j];
        }
        int sum = _channel.Position[_positionStart + x];
        foreach (RowTap tap in _rowTaps.AsSpan(0, _rowTapCount))
        {
            // A tap outside the latent has value 0.
            if ((uint)(x + tap.Dx) >= (uint)_latent.Width)
            {
                continue;
            }
            int value = (bits[tap.Start + x] * 2) - 1;
            sum += direct[tap.Index] * value;
            ReadOnlySpan<sbyte> row = weights.Slice(tap.Index * hidden.Length, hidden.Length);
            for (int j = 0; j < hidden.Length; j++)
            {
                hidden[j] += row[j] * value;
            }
        }
        ReadOnlySpan<short> output = _channel.OutputWeight.AsSpan();
        for (int j = 0; j < hidden.Length; j++)
        {
            sum += output[j] * Math.Clamp(hidden[j], 0, 1023);
        }
        int shift = _model.LogitShift;
        int index = Math.Clamp(((sum + (1 << (shift - 1))) >> shift) + 512, 0, ContextModel.TableSize - 1);
        return _model.Probability[index];
    }
}
