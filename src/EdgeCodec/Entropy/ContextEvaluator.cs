using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EdgeCodec;

/// <summary>
/// Evaluates a context model (ECM §5). The taps that lie inside the latent are found once a row; a bit then
/// costs one addition of a weight row per tap. Its memory is allocated once. Not thread-safe.
/// </summary>
internal sealed class ContextEvaluator
{
    private readonly LatentSpec _latent;
    private readonly ContextModel _model;
    private readonly ContextWeights[] _weights;
    private readonly RowTap[] _rowTaps;
    private readonly ActiveTap[] _active;
    private int _rowTapCount;
    private ChannelContext _channel;
    private ContextWeights _channelWeights;
    private int _positionStart;

    public ContextEvaluator(LatentSpec latent, ContextModel model)
    {
        _latent = latent;
        _model = model;
        _weights = [.. model.Channels.Select(channel => new ContextWeights(channel, model.Hidden))];
        int maxTaps = model.Channels.Max(channel => channel.Taps.Length);
        _rowTaps = new RowTap[maxTaps];
        _active = new ActiveTap[maxTaps];
        _channel = model.Channels[0];
        _channelWeights = _weights[0];
    }

    /// <summary>A tap whose row lies inside the latent: bit index of the row's start plus dx, and dx.</summary>
    private readonly record struct RowTap(int Index, int Start, int Dx);

    /// <summary>A tap of the bit at hand: where its weights begin, and 0 for value +1 or -1 for value -1.</summary>
    private readonly record struct ActiveTap(int Weights, int Sign);

    /// <summary>Prepares for the bits of one row.</summary>
    public void StartRow(int channel, int z, int y)
    {
        _channel = _model.Channels[channel];
        _channelWeights = _weights[channel];
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
        int sum = _channel.Position[_positionStart + x];
        int active = 0;
        foreach (RowTap tap in _rowTaps.AsSpan(0, _rowTapCount))
        {
            // A tap outside the latent has value 0.
            if ((uint)(x + tap.Dx) >= (uint)_latent.Width)
            {
                continue;
            }
            int sign = bits[tap.Start + x] - 1;
            sum += (direct[tap.Index] ^ sign) - sign;
            _active[active++] = new ActiveTap(tap.Index * _channelWeights.Stride, sign);
        }
        sum += HiddenSum(_channelWeights, _active.AsSpan(0, active));
        int shift = _model.LogitShift;
        int index = Math.Clamp(((sum + (1 << (shift - 1))) >> shift) + 512, 0, ContextModel.TableSize - 1);
        return _model.Probability[index];
    }

    /// <summary>sum_j output_weight[j] * h_j, eight hidden units at a time.</summary>
    private static int HiddenSum(ContextWeights weights, ReadOnlySpan<ActiveTap> taps)
    {
        Vector128<int> sum = Vector128<int>.Zero;
        for (int j = 0; j < weights.Stride; j += ContextWeights.Lanes)
        {
            ReadOnlySpan<Vector128<int>> bias = Vectors(weights.Bias, j);
            Vector128<int> low = bias[0];
            Vector128<int> high = bias[1];
            foreach (ActiveTap tap in taps)
            {
                // (w ^ s) - s is w for s = 0 and -w for s = -1.
                ReadOnlySpan<Vector128<int>> row = Vectors(weights.Hidden, tap.Weights + j);
                Vector128<int> sign = Vector128.Create(tap.Sign);
                low += (row[0] ^ sign) - sign;
                high += (row[1] ^ sign) - sign;
            }
            ReadOnlySpan<Vector128<int>> output = Vectors(weights.Output, j);
            sum += (Clamp(low) * output[0]) + (Clamp(high) * output[1]);
        }
        return Vector128.Sum(sum);
    }

    private static ReadOnlySpan<Vector128<int>> Vectors(int[] numbers, int start) =>
        MemoryMarshal.Cast<int, Vector128<int>>(numbers.AsSpan(start, ContextWeights.Lanes));

    private static Vector128<int> Clamp(Vector128<int> hidden) =>
        Vector128.Min(Vector128.Max(hidden, Vector128<int>.Zero), Vector128.Create(1023));
}
