using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace EdgeCodec;

/// <summary>
/// Reads a stream from a pipe: a thin adapter over <see cref="StreamParser"/>. Units come as soon as they are
/// complete; while the caller works on one no more is read, so that a writer that is too fast has to wait. The
/// pipe holds one block at most. Not thread-safe.
/// </summary>
public sealed class StreamPipeReader
{
    private readonly PipeReader _pipe;
    private readonly StreamParser _parser;
    private readonly TimeSpan? _idleTimeout;

    /// <summary>Prepares for one stream.</summary>
    /// <param name="pipe">Where its bytes come from; stays the caller's to complete.</param>
    /// <param name="model">The model that made it.</param>
    /// <param name="options">Partial results, and how long to wait for bytes.</param>
    public StreamPipeReader(PipeReader pipe, EdgeModel model, StreamReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pipe);
        _pipe = pipe;
        _parser = new StreamParser(model, options);
        _idleTimeout = options?.IdleTimeout;
    }

    /// <summary>Why the rest is missing, once a partial read is over; null if the stream is whole.</summary>
    public EdgeCodecException? Error => _parser.Error;

    /// <summary>The units of the stream, to its end. To be called once.</summary>
    /// <exception cref="EdgeCodecException">
    /// FORMAT §8, with the offset: StreamTruncated if the pipe ends within the stream. StreamStalled: no byte came
    /// within the idle timeout.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the pipe's pending read.</exception>
    public async IAsyncEnumerable<DecodedUnit> ReadUnitsAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (!_parser.IsCompleted)
        {
            ReadResult result = await ReadAsync(cancellation).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            DecodedUnit? unit = Parse(ref buffer, result.IsCompleted);
            // Whatever follows a unit has not been looked at: the next read comes back at once if there is any.
            _pipe.AdvanceTo(buffer.Start, unit is null ? buffer.End : buffer.Start);
            if (unit is not null)
            {
                yield return unit;
            }
        }
    }

    private async ValueTask<ReadResult> ReadAsync(CancellationToken cancellation)
    {
        ReadResult result;
        if (_idleTimeout is not { } timeout)
        {
            result = await _pipe.ReadAsync(cancellation).ConfigureAwait(false);
        }
        else
        {
            using var source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            source.CancelAfter(timeout);
            try
            {
                result = await _pipe.ReadAsync(source.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw StreamFormat.Error(
                    EdgeCodecStatus.StreamStalled, $"no byte came for {timeout.TotalSeconds} s, expected the rest of the stream", _parser.Position);
            }
        }
        return result.IsCanceled ? throw new OperationCanceledException("The read of the pipe was cancelled.") : result;
    }

    /// <summary>Takes one unit, if there is one, off the buffer's start.</summary>
    private DecodedUnit? Parse(ref ReadOnlySequence<byte> buffer, bool isFinal)
    {
        if (!isFinal && buffer.Length < _parser.Needed)
        {
            return null;
        }
        // Most blocks lie in the first piece of the buffer. One that does not is copied, itself and no more.
        int wanted = (int)Math.Min(buffer.Length, buffer.FirstSpan.Length);
        while (true)
        {
            bool isAll = wanted == buffer.Length;
            DecodedUnit? unit = buffer.FirstSpan.Length >= wanted
                ? Parse(buffer.FirstSpan[..wanted], isFinal && isAll, out int consumed)
                : ParseCopy(buffer.Slice(0, wanted), isFinal && isAll, out consumed);
            buffer = buffer.Slice(consumed);
            if (unit is not null || isAll || _parser.IsCompleted)
            {
                return unit;
            }
            wanted = (int)Math.Min(buffer.Length, Math.Max(_parser.Needed, buffer.FirstSpan.Length));
        }
    }

    private DecodedUnit? Parse(ReadOnlySpan<byte> data, bool isFinal, out int consumed) =>
        _parser.Read(data, isFinal, out consumed, out _);

    private DecodedUnit? ParseCopy(in ReadOnlySequence<byte> data, bool isFinal, out int consumed)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent((int)data.Length);
        try
        {
            data.CopyTo(copy);
            return Parse(copy.AsSpan(0, (int)data.Length), isFinal, out consumed);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }
}
