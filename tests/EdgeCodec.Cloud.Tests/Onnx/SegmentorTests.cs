using EdgeCodec.Tests;
using Xunit;

namespace EdgeCodec.Cloud.Tests.Onnx;

/// <summary>The whole way: pixels to stream to label map.</summary>
public class SegmentorTests
{
    [Theory]
    [InlineData(GridFit.Stretch, 333, 257)]
    [InlineData(GridFit.Letterbox, 257, 333)]
    [InlineData(GridFit.CenterCrop, 320, 240)]
    public void Segment_StreamOfADarkDisc_GivesTheDisc(GridFit fit, int width, int height)
    {
        using TestModel model = TestModel.Whole(ThresholdModel.PictureGrid(fit, 128, 96));
        using Segmentor segmentor = Segmentor.Open(model.Open());
        var disc = new Disc(width, height);
        LabelMap map = segmentor.Segment(model.Encode(disc));
        Assert.Equal((width, height, 1), (map.Width, map.Height, map.Depth));
        Assert.Equal(["background", "lesion"], map.Names);
        Assert.InRange(Overlap.Of(map.Labels.Span, disc.Mask, 1).Dice, 0.98, 1);
    }

    [Fact]
    public void Segment_VolumeInSlabs_JoinsThemAndKeepsVolumesApart()
    {
        using TestModel model = TestModel.Whole(ThresholdModel.VolumeGrid());
        using Segmentor segmentor = Segmentor.Open(model.Open(), options: new SegmentorOptions { BatchSize = 2 });
        var disc = new Disc(48, 40, 30, SampleType.S16);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new SequenceWriter(model.Edge, output);
        var encoder = new Encoder(model.Edge);
        var options = new EncodeOptions { Window = Disc.Window };
        encoder.EncodeSlabs(disc.View, 3, writer, options);
        encoder.EncodeSlabs(disc.View, 3, writer, options);
        encoder.Encode(disc.View, writer, options);
        writer.End();
        LabelMap[] maps = segmentor.Segment(StreamDecoder.DecodeAll(output.WrittenSpan, model.Edge));
        Assert.Equal([30, 30, 30], maps.Select(m => m.Depth));
        Assert.Equal(maps[0].Labels.ToArray(), maps[1].Labels.ToArray());
        foreach (LabelMap map in maps)
        {
            Assert.InRange(Overlap.Of(map.Labels.Span, disc.Mask, 1).Dice, 0.9, 1);
        }

        // Cut within the second volume: its slabs that are whole, and no more.
        byte[] cut = output.WrittenSpan[..(output.WrittenCount / 2)].ToArray();
        DecodedStream part = StreamDecoder.DecodeAll(cut, model.Edge, new StreamReadOptions { Partial = true });
        Assert.NotNull(part.Error);
        Assert.Equal(part.Units.Sum(u => u.Header.Depth), segmentor.Segment(part).Sum(m => m.Depth));
    }

    [Fact]
    public void Segment_StreamOfAVolume_GivesTheEllipsoid()
    {
        using TestModel model = TestModel.Whole(ThresholdModel.VolumeGrid());
        using Segmentor segmentor = Segmentor.Open(model.Open());
        var disc = new Disc(46, 40, 19, SampleType.S16);
        LabelMap map = segmentor.Segment(model.Encode(disc));
        Assert.Equal((46, 40, 19), (map.Width, map.Height, map.Depth));
        // 24 x 20 x 12 bits of a hard threshold: coarser than the pictures.
        Assert.InRange(Overlap.Of(map.Labels.Span, disc.Mask, 1).Dice, 0.95, 1);
    }

    [Fact]
    public void Segment_SoftmaxHead_GivesTheGreatestLabel()
    {
        using TestModel model = TestModel.Whole();
        model.Write("heads/lesion.onnx", TestNetworks.SoftmaxHead(model.Edge));
        using Segmentor segmentor = Segmentor.Open(model.Open());
        Assert.True(segmentor.Head.Softmax);
        Assert.Equal(["background", "skin", "lesion"], segmentor.Head.Labels);
        var disc = new Disc(200, 150);
        LabelMap map = segmentor.Segment(model.Encode(disc));
        Assert.DoesNotContain((byte)0, map.Labels.ToArray());
        Assert.InRange(Overlap.Of(map.Labels.Span, [.. disc.Mask.Select(m => (byte)(m + 1))], 2).Dice, 0.96, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Segment_Batches_EqualSingles(int batchSize)
    {
        using TestModel model = TestModel.Whole();
        ModelFolder folder = model.Open();
        using Segmentor segmentor = Segmentor.Open(folder, options: new SegmentorOptions { BatchSize = batchSize });
        using var decoder = new FeatureDecoder(folder);
        byte[][] streams = [.. Enumerable.Range(0, 7).Select(i => model.Encode(new Disc(80 + (9 * i), 70 - i, shift: i / 25.0)))];
        DecodedUnit[] decoded = [.. streams.Select(s => StreamDecoder.Decode(s, model.Edge))];
        LabelMap[] maps = segmentor.Segment(decoder.Decode(decoded), [.. decoded.Select(d => d.Header)]);
        for (int i = 0; i < streams.Length; i++)
        {
            Assert.Equal(segmentor.Segment(streams[i]).Labels.ToArray(), maps[i].Labels.ToArray());
        }
        Assert.Empty(segmentor.Segment([], []));
    }

    [Fact]
    public async Task Segment_FromManyThreads_EqualsOne()
    {
        using TestModel model = TestModel.Whole();
        using Segmentor segmentor = Segmentor.Open(model.Open());
        byte[][] streams = [.. Enumerable.Range(0, 6).Select(i => model.Encode(new Disc(100, 80, shift: i / 25.0)))];
        // The first calls race to load the decoder.
        byte[][] together = await Task.WhenAll(streams.Select(s => Task.Run(() => segmentor.Segment(s).Labels.ToArray())));
        Assert.Equal(streams.Select(s => segmentor.Segment(s).Labels.ToArray()), together);
    }

    [Fact]
    public void Segment_StreamOfAnotherModel_NamesBoth()
    {
        using TestModel model = TestModel.Whole();
        using var other = new TestModel(ThresholdModel.Parts(ThresholdModel.PictureGrid(), name: "other", threshold: 90));
        ModelFolder folder = model.Open();
        using Segmentor segmentor = Segmentor.Open(folder);
        byte[] stranger = other.Encode(new Disc(64, 48));
        var e = Errors.Expect(EdgeCodecStatus.WrongModel, () => segmentor.Segment(stranger));
        Assert.Contains(other.Edge.IdentityHex[..4], e.Message, StringComparison.Ordinal);
        Assert.Contains(model.Edge.IdentityHex[..4], e.Message, StringComparison.Ordinal);

        using var decoder = new FeatureDecoder(folder);
        FeatureMap[] maps = decoder.Decode([model.Decoded(new Disc(64, 48))]);
        e = Errors.Expect(EdgeCodecStatus.WrongModel, () => segmentor.Segment(maps, [StreamDecoder.ReadHeader(stranger)]));
        Assert.Contains(other.Edge.IdentityHex[..4], e.Message, StringComparison.Ordinal);
        Assert.Contains(model.Edge.IdentityHex[..16], e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Segment_EveryDamagedByteAndCut_IsAnErrorOfTheStream()
    {
        using TestModel model = TestModel.Whole(ThresholdModel.PictureGrid(width: 16, height: 12));
        using Segmentor segmentor = Segmentor.Open(model.Open());
        byte[] stream = model.Encode(new Disc(40, 30));
        for (int i = 0; i < stream.Length; i++)
        {
            byte[] damaged = [.. stream];
            damaged[i] ^= 0x10;
            Assert.Throws<EdgeCodecException>(() => segmentor.Segment(damaged));
            byte[] cut = stream[..i];
            Assert.Throws<EdgeCodecException>(() => segmentor.Segment(cut));
        }
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void Segment_LogitsThatAreNotFinite_AreAnErrorNotAMask(float offset, string word)
    {
        using TestModel model = TestModel.Whole();
        model.Write("heads/lesion.onnx", TestNetworks.Head(model.Edge, offset: offset));
        using Segmentor segmentor = Segmentor.Open(model.Open());
        byte[] stream = model.Encode(new Disc(64, 48));
        CloudErrors.Expect(CloudStatus.OutputNotFinite, () => segmentor.Segment(stream), "lesion.onnx", word, "'logits'");
    }

    [Fact]
    public void Segment_AbsurdSourceSize_IsRefusedBeforeMemoryIsTaken()
    {
        using TestModel model = TestModel.Whole();
        using Segmentor segmentor = Segmentor.Open(model.Open());
        byte[] small = model.Encode(new Disc(64, 48));
        DecodedUnit decoded = StreamDecoder.Decode(small, model.Edge);
        using var decoder = new FeatureDecoder(model.Open());
        FeatureMap[] maps = decoder.Decode([decoded]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        CloudErrors.Expect(
            CloudStatus.SourceTooLarge, () => segmentor.Segment(maps, [decoded.Header with { Width = 65535, Height = 65535 }]), "65535 x 65535");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);

        using Segmentor tight = Segmentor.Open(model.Open(), options: new SegmentorOptions { MaxVoxels = (64 * 48) - 1 });
        CloudErrors.Expect(CloudStatus.SourceTooLarge, () => tight.Segment(small), "64 x 48", "3071");
        Assert.Throws<ArgumentOutOfRangeException>(() => new SegmentorOptions { MaxVoxels = 0 });
    }

    [Fact]
    public void Segment_UnitsThatAreTooLargeTogether_AreRefusedBeforeMemoryIsTaken()
    {
        using TestModel model = TestModel.Whole();
        DecodedUnit unit = model.Decoded(new Disc(64, 48));
        StreamHeader wide = unit.Header with { Width = 16384, Height = 16384 };
        var stream = new DecodedStream([.. Enumerable.Repeat(unit with { Header = wide, SequenceHeader = wide }, 5)], [wide])
        {
            IsSequence = true, TotalBytes = 100, CheckBytes = 20,
        };
        using Segmentor segmentor = Segmentor.Open(model.Open());
        long before = GC.GetAllocatedBytesForCurrentThread();
        CloudErrors.Expect(CloudStatus.SourceTooLarge, () => segmentor.Segment(stream), "The 5 units", "1342177280", "1073741824");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);

        var two = new DecodedStream([unit, unit], [unit.Header]) { IsSequence = true, TotalBytes = 100, CheckBytes = 20 };
        Assert.Equal(2, segmentor.Segment(two).Length);
        using Segmentor tight = Segmentor.Open(model.Open(), options: new SegmentorOptions { MaxStreamVoxels = (2 * 64 * 48) - 1 });
        CloudErrors.Expect(CloudStatus.SourceTooLarge, () => tight.Segment(two), "6144", "6143");
        Assert.Throws<ArgumentOutOfRangeException>(() => new SegmentorOptions { MaxStreamVoxels = 0 });
    }

    [Fact]
    public void Segment_MapOfAnotherModel_IsWrongModel()
    {
        using TestModel model = TestModel.Whole();
        using var other = new TestModel(ThresholdModel.Parts(ThresholdModel.PictureGrid(), threshold: 99));
        other.Write("decoder.onnx", TestNetworks.Decoder(other.Edge));
        using var decoder = new FeatureDecoder(other.Open());
        FeatureMap map = decoder.Decode([other.Decoded(new Disc(64, 48))])[0];
        using Segmentor segmentor = Segmentor.Open(model.Open());
        StreamHeader header = model.Decoded(new Disc(64, 48)).Header;
        CloudErrors.Expect(CloudStatus.WrongModel, () => segmentor.Segment([map], [header]), other.Edge.IdentityHex, model.Edge.IdentityHex);
        Assert.Single(segmentor.Segment([new FeatureMap(1, 48, 64, map.Values)], [header]));
    }

    [Fact]
    public async Task Segment_DisposedMeanwhile_EndsOrIsRefused()
    {
        using TestModel model = TestModel.Whole(ThresholdModel.PictureGrid(GridFit.Stretch, 512, 512));
        byte[] stream = model.Encode(new Disc(600, 500));
        for (int i = 0; i < 20; i++)
        {
            var segmentor = Segmentor.Open(model.Open());
            segmentor.Segment(stream);
            using var begun = new CountdownEvent(4);
            void SegmentUntilRefused()
            {
                begun.Signal();
                while (true)
                {
                    Assert.Equal(600 * 500, segmentor.Segment(stream).Labels.Length);
                }
            }
            Task[] calls = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(SegmentUntilRefused))];
            begun.Wait();
            await Task.Delay(i);
            segmentor.Dispose();
            foreach (Task call in calls)
            {
                await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
            }
        }
    }

    [Fact]
    public void Segment_DecoderThatCouldNotBeLoaded_IsTriedAgain()
    {
        using TestModel model = TestModel.Whole();
        byte[] stream = model.Encode(new Disc(64, 48));
        using Segmentor segmentor = Segmentor.Open(model.Open());
        string decoder = System.IO.Path.Combine(model.Path, "decoder.onnx");
        File.Move(decoder, decoder + ".away");
        CloudErrors.Expect(CloudStatus.OnnxUnreadable, () => segmentor.Segment(stream), decoder);
        File.Move(decoder + ".away", decoder);
        Assert.Equal(64, segmentor.Segment(stream).Width);
    }

    [Fact]
    public void Segment_ListsThatDoNotMatch_AreRefused()
    {
        using TestModel model = TestModel.Whole();
        using Segmentor segmentor = Segmentor.Open(model.Open());
        StreamHeader header = model.Decoded(new Disc(64, 48)).Header;
        var map = new FeatureMap(1, 48, 64, new float[64 * 48]);
        Assert.Throws<ArgumentException>(() => segmentor.Segment([map, map], [header]));
        Assert.Throws<ArgumentException>(() => segmentor.Segment([new FeatureMap(1, 64, 48, new float[64 * 48])], [header]));
        Assert.Throws<ArgumentNullException>(() => segmentor.Segment([null!], [header]));
    }

    [Fact]
    public void Segment_AfterDispose_IsRefused()
    {
        using TestModel model = TestModel.Whole();
        byte[] stream = model.Encode(new Disc(64, 48));
        DecodedUnit decoded = StreamDecoder.Decode(stream, model.Edge);
        var decoder = new FeatureDecoder(model.Open());
        var segmentor = Segmentor.Open(model.Open());
        FeatureMap[] maps = decoder.Decode([decoded]);
        segmentor.Dispose();
        segmentor.Dispose();
        decoder.Dispose();
        Assert.Throws<ObjectDisposedException>(() => segmentor.Segment(stream));
        Assert.Throws<ObjectDisposedException>(() => segmentor.Segment(maps, [decoded.Header]));
        Assert.Throws<ObjectDisposedException>(() => decoder.Decode([decoded]));
    }

    [Fact]
    public void Open_SeveralHeads_MustBeChosenFrom()
    {
        using TestModel model = TestModel.Whole();
        model.Write("heads/border.onnx", TestNetworks.Head(model.Edge, m => m["edgecodec.head"] = "border"));
        CloudErrors.Expect(CloudStatus.HeadUnknown, () => Segmentor.Open(model.Open()), "'border', 'lesion'", "choose one");
        using Segmentor segmentor = Segmentor.Open(model.Open(), "border");
        Assert.Equal("border", segmentor.Head.Name);
        using var headless = new TestModel(ThresholdModel.Parts(ThresholdModel.PictureGrid()));
        CloudErrors.Expect(CloudStatus.HeadUnknown, () => Segmentor.Open(headless.Open()), "no heads");
    }
}
