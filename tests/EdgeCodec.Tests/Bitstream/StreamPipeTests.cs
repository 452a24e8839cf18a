using System.IO.Pipelines;
using Xunit;

namespace EdgeCodec.Tests.Bitstream;

public class StreamPipeTests
{
    private static readonly EdgeModel Model = StreamMaker.Picture;

    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task ReadUnits_StreamInPiecesOverManySegments_GivesAllUnits(int piece)
    {
        foreach (bool isSequence in new[] { false, true })
        {
            byte[] stream = isSequence ? StreamMaker.EncodeSequences(Model, new SplitMix(1)) : StreamMaker.Encode(Model, new SplitMix(1));
            // Segments of 16 bytes, so that most units lie across several.
            var pipe = new Pipe(new PipeOptions(minimumSegmentSize: 16, pauseWriterThreshold: 64, resumeWriterThreshold: 32));
            Task writing = Task.Run(async () =>
            {
                for (int at = 0; at < stream.Length; at += piece)
                {
                    foreach (byte value in stream.AsSpan(at, Math.Min(piece, stream.Length - at)).ToArray())
                    {
                        pipe.Writer.GetSpan(1)[0] = value;
                        pipe.Writer.Advance(1);
                    }
                    await pipe.Writer.FlushAsync();
                }
                await pipe.Writer.CompleteAsync();
            });
            List<DecodedUnit> units = await Collect(new StreamPipeReader(pipe.Reader, Model));
            await writing;
            IEnumerable<byte[]> expected = StreamDecoder.DecodeAll(stream, Model).Units.Select(u => u.Latent.Bits.ToArray());
            Assert.Equal(expected, units.Select(u => u.Latent.Bits.ToArray()));
        }
    }

    [Fact]
    public async Task WriteAndReadUnits_PictureByPicture_ComeAsTheyAreSent()
    {
        var pipe = new Pipe();
        var writer = new StreamPipeWriter(pipe.Writer, Model);
        var encoder = new Encoder(Model);
        ImageMaker image = ImageMaker.Noise(new SplitMix(1), SampleType.U8, 3, 20, 16);
        await using IAsyncEnumerator<DecodedUnit> units = new StreamPipeReader(pipe.Reader, Model).ReadUnitsAsync(Soon).GetAsyncEnumerator();
        for (int i = 0; i < 5; i++)
        {
            ValueTask<bool> next = units.MoveNextAsync();
            Assert.False(next.IsCompleted);
            image.Data[i] ^= 0xFF;
            Latent latent = encoder.EncodeLatent(image.View);
            await writer.WriteAsync(encoder, image.View, cancellation: Soon);
            Assert.True(await next);
            Assert.Equal(latent.Bits, units.Current.Latent.Bits);
        }
        await writer.EndAsync(Soon);
        await pipe.Writer.CompleteAsync();
        Assert.False(await units.MoveNextAsync());
    }

    [Fact]
    public async Task WriteUnits_SlowReader_MakesTheWriterWait()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 200, resumeWriterThreshold: 100));
        var writer = new StreamPipeWriter(pipe.Writer, Model);
        (StreamHeader header, Latent latent) = AUnit();
        Task waiting = Task.CompletedTask;
        int sent = 0;
        while (waiting.IsCompleted)
        {
            waiting = writer.WriteAsync(header, latent, Soon).AsTask();
            sent++;
            Assert.InRange(sent, 1, 200);
        }
        await using IAsyncEnumerator<DecodedUnit> units = new StreamPipeReader(pipe.Reader, Model).ReadUnitsAsync(Soon).GetAsyncEnumerator();
        for (int i = 0; i < sent; i++)
        {
            Assert.True(await units.MoveNextAsync());
        }
        await waiting;
    }

    [Fact]
    public async Task ReadUnits_PipeThatEndsMidUnit_IsTruncatedAfterTheUnitsBefore()
    {
        byte[] stream = StreamMaker.EncodeSequences(Model, new SplitMix(1), sequences: 1, units: 3);
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(stream.AsMemory(0, stream.Length - 8));
        await pipe.Writer.CompleteAsync();
        var units = new List<DecodedUnit>();
        EdgeCodecException e = await Assert.ThrowsAsync<EdgeCodecException>(async () => await Collect(new StreamPipeReader(pipe.Reader, Model), units));
        Assert.Equal((EdgeCodecStatus.StreamTruncated, stream.Length - 8, 2), (e.Status, e.Offset, units.Count));

        pipe = new Pipe();
        await pipe.Writer.WriteAsync(stream.AsMemory(0, stream.Length - 8));
        await pipe.Writer.CompleteAsync();
        var partial = new StreamPipeReader(pipe.Reader, Model, new StreamReadOptions { Partial = true });
        Assert.Equal(2, (await Collect(partial)).Count);
        Assert.Equal(EdgeCodecStatus.StreamTruncated, partial.Error!.Status);
    }

    [Fact]
    public async Task ReadUnits_PipeThatStalls_IsStalledWithTheOffset()
    {
        byte[] stream = StreamMaker.EncodeSequences(Model, new SplitMix(1), sequences: 1, units: 3);
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(stream.AsMemory(0, stream.Length - 8));
        var units = new List<DecodedUnit>();
        var reader = new StreamPipeReader(pipe.Reader, Model, new StreamReadOptions { IdleTimeout = TimeSpan.FromMilliseconds(200) });
        EdgeCodecException e = await Assert.ThrowsAsync<EdgeCodecException>(async () => await Collect(reader, units));
        Assert.Equal((EdgeCodecStatus.StreamStalled, 2), (e.Status, units.Count));
        Assert.InRange(e.Offset, 1, stream.Length - 8);
    }

    [Fact]
    public async Task ReadUnits_CancelledByTokenOrPipe_IsCancelled()
    {
        var pipe = new Pipe();
        using var source = new CancellationTokenSource();
        ValueTask<bool> next = new StreamPipeReader(pipe.Reader, Model).ReadUnitsAsync(source.Token).GetAsyncEnumerator().MoveNextAsync();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);

        next = new StreamPipeReader(pipe.Reader, Model).ReadUnitsAsync(Soon).GetAsyncEnumerator().MoveNextAsync();
        pipe.Reader.CancelPendingRead();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public async Task WriteUnits_ReaderGoneOrCancelled_IsSaid()
    {
        (StreamHeader header, Latent latent) = AUnit();
        var pipe = new Pipe();
        await pipe.Reader.CompleteAsync();
        await Assert.ThrowsAsync<IOException>(async () => await new StreamPipeWriter(pipe.Writer, Model).WriteAsync(header, latent));

        pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
        using var source = new CancellationTokenSource();
        ValueTask write = new StreamPipeWriter(pipe.Writer, Model).WriteAsync(header, latent, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await write);
    }

    [Fact]
    public async Task ReadUnits_LongStream_HoldsNoMoreThanABlock()
    {
        // A pipe that refuses to hold more than a few units: it would lock if the reader did not let go of them.
        byte[] stream = StreamMaker.EncodeSequences(Model, new SplitMix(1), sequences: 3, units: 500);
        var pipe = new Pipe(new PipeOptions(minimumSegmentSize: 64, pauseWriterThreshold: 256, resumeWriterThreshold: 128));
        Task writing = Task.Run(async () =>
        {
            await pipe.Writer.WriteAsync(stream.AsMemory(0, 100));
            for (int at = 100; at < stream.Length; at += 100)
            {
                await pipe.Writer.WriteAsync(stream.AsMemory(at, Math.Min(100, stream.Length - at)));
            }
            await pipe.Writer.CompleteAsync();
        });
        Assert.Equal(1500, (await Collect(new StreamPipeReader(pipe.Reader, Model))).Count);
        await writing;
    }

    [Fact]
    public async Task ReadUnits_PictureThatGoesOnForEver_IsDamagedAtItsBound()
    {
        byte[] stream = StreamMaker.Encode(Model, new SplitMix(1));
        int header = StreamDecoder.HeaderLength(stream);
        var pipe = new Pipe(new PipeOptions(minimumSegmentSize: 16, pauseWriterThreshold: 64, resumeWriterThreshold: 32));
        int sent = 0;
        Task writing = Task.Run(async () =>
        {
            await pipe.Writer.WriteAsync(stream);
            while (!(await pipe.Writer.WriteAsync(new byte[50])).IsCompleted)
            {
                sent += 50;
            }
        });
        EdgeCodecException e = await Assert.ThrowsAsync<EdgeCodecException>(async () => await Collect(new StreamPipeReader(pipe.Reader, Model)));
        Assert.Equal((EdgeCodecStatus.StreamDamaged, header), (e.Status, e.Offset));
        await pipe.Reader.CompleteAsync();
        await writing;
        Assert.InRange(sent, 0, StreamFormat.MaxPayloadBytes(Model.Latent) + 500);
    }

    private static (StreamHeader Header, Latent Latent) AUnit()
    {
        DecodedUnit unit = StreamDecoder.Decode(StreamMaker.Encode(Model, new SplitMix(1)), Model);
        return (unit.Header, unit.Latent);
    }

    private static async Task<List<DecodedUnit>> Collect(StreamPipeReader reader, List<DecodedUnit>? units = null)
    {
        units ??= [];
        await foreach (DecodedUnit unit in reader.ReadUnitsAsync(Soon))
        {
            units.Add(unit);
        }
        return units;
    }
}
