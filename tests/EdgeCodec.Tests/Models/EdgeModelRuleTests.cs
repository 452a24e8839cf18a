using Xunit;

namespace EdgeCodec.Tests.Models;

/// <summary>ECM §2 to §5: each rule broken by itself in a file that is otherwise sealed rightly.</summary>
public partial class EdgeModelRuleTests
{
    // Payload offsets of a layer's fields after its start (ECM §3), and of GRID's (ECM §2).
    private const int Op = 0, Output = 1, OutZero = 3, InChannels = 4, OutChannels = 8, Kernel = 12, Stride = 15, Dilation = 18,
        PadBefore = 21, PadAfter = 24, Reserved = 27, Bias = 28;
    private const int Fit = 0, Channels = 1, Mode = 2, Types = 3, Low = 4, Width = 8, Grid = 12, Min = 24, Aspect = 36, Pad = 40;

    // One channel, window from the caller, grid 6 x 16 x 12, two layers of network, five latent channels in two layers.
    private static readonly ModelParts Parts = RandomModels.Volume(1);
    private static readonly byte[] Good = Parts.Write();

    private static int FirstLayer => 4;

    private static int LastLayer => 4 + Bias + (Parts.Layers[0].OutChannels * 9) + Parts.Layers[0].Weights.Length;

    [Theory]
    [InlineData(Fit, 3, "fit is 3, expected 0 to 2")]
    [InlineData(Channels, 0, "channels is 0, expected 1 to 3")]
    [InlineData(Channels, 2, "channels is 2, expected 1 or 3")]
    [InlineData(Channels, 4, "channels is 4")]
    [InlineData(Mode, 3, "window_mode is 3, expected 0 to 2")]
    [InlineData(Types, 0, "sample_types is 0, expected 1 to 7")]
    [InlineData(Types, 8, "sample_types is 8, expected 1 to 7")]
    [InlineData(Pad + 1, 1, "pad[1] is 1, expected 0 to 0")]
    [InlineData(Pad + 3, 1, "pad[3] is 1, expected 0 to 0")]
    public void Grid_ByteOutsideItsRange_IsInvalid(int offset, byte value, string says) =>
        Expect("GRID", offset, says, f => f.Poke("GRID", offset, value));

    [Theory]
    [InlineData(Low, 1u, "window_low is 1, expected 0")]
    [InlineData(Width, 1u, "window_width is 1, expected 0")]
    [InlineData(Grid, 0u, "grid is 0, expected 1 to 4096")]
    [InlineData(Grid + 4, 4097u, "grid is 4097")]
    [InlineData(Grid + 8, uint.MaxValue, "grid is 4294967295")]
    [InlineData(Min, 0u, "min_source is 0, expected 1 to 65535")]
    [InlineData(Min + 8, 65536u, "min_source is 65536")]
    [InlineData(Aspect, 15u, "max_aspect is 15, expected 0 or at least 16")]
    [InlineData(Aspect, 0x80000000u, "max_aspect is 2147483648")]
    public void Grid_NumberOutsideItsRange_IsInvalid(int offset, uint value, string says) =>
        Expect("GRID", offset, says, f => f.Poke32("GRID", offset, value));

    [Theory]
    [InlineData(Low, -32769, "window_low is -32769")]
    [InlineData(Low, 65536, "window_low is 65536")]
    [InlineData(Width, 0, "window_width is 0, expected 1 to 65535")]
    [InlineData(Width, 65536, "window_width is 65536")]
    public void Grid_FixedWindowOutsideItsRange_IsInvalid(int offset, int value, string says) =>
        Expect("GRID", offset, says, f => f.Poke("GRID", Mode, 1).Poke32("GRID", Width, 255).Poke32("GRID", offset, (uint)value));

    [Fact]
    public void Grid_MoreThanTwoToTheThirtySamples_IsInvalid() =>
        Expect("GRID", Grid, "larger than 2^30", f => f.Poke32("GRID", Grid, 65).Poke32("GRID", Grid + 4, 4096).Poke32("GRID", Grid + 8, 4096));

    [Theory]
    [InlineData(0u)]
    [InlineData(65u)]
    [InlineData(uint.MaxValue)]
    public void Network_LayerCountOutsideItsRange_IsInvalid(uint count) =>
        Expect("NETW", 0, "layer_count", f => f.Poke32("NETW", 0, count));

    [Theory]
    [InlineData(Op, 0, "op is 0, expected 1 to 2")]
    [InlineData(Op, 3, "op is 3, expected 1 to 2")]
    [InlineData(Output, 1, "output is 1, expected 0")]
    [InlineData(Kernel, 0, "kernel is 0, expected 1 to 15")]
    [InlineData(Kernel + 1, 16, "kernel is 16")]
    [InlineData(Stride + 2, 0, "stride is 0, expected 1 to 16")]
    [InlineData(Stride, 17, "stride is 17")]
    [InlineData(Dilation, 0, "dilation is 0, expected 1 to 16")]
    [InlineData(Dilation + 1, 17, "dilation is 17")]
    [InlineData(PadBefore + 2, 121, "pad_before is 121, expected 0 to 120")]
    [InlineData(PadAfter, 121, "pad_after is 121")]
    [InlineData(Reserved, 1, "reserved is 1, expected 0")]
    public void Network_FirstLayerByteOutsideItsRange_IsInvalid(int offset, byte value, string says) =>
        Expect("NETW", FirstLayer + offset, says, f => f.Poke("NETW", FirstLayer + offset, value), "layer 0");

    [Fact]
    public void Network_DepthwiseLayerOfOtherOutputsThanInputs_IsInvalid() =>
        Expect("NETW", FirstLayer + OutChannels, "out_channels is ", f => f.Poke("NETW", FirstLayer + Op, 2), "layer 0");

    [Theory]
    [InlineData(Output, 0, "output is 0, expected 1")]
    [InlineData(OutZero, 1, "out_zero is 1, expected 0")]
    public void Network_LastLayerByteOutsideItsRange_IsInvalid(int offset, byte value, string says) =>
        Expect("NETW", LastLayer + offset, says, f => f.Poke("NETW", LastLayer + offset, value), "layer 1");

    [Theory]
    [InlineData(InChannels, 2u, "in_channels is 2, expected 1")]
    [InlineData(OutChannels, 0u, "out_channels is 0, expected 1 to 4096")]
    [InlineData(OutChannels, 4097u, "out_channels is 4097")]
    public void Network_ChannelsThatDoNotFit_AreInvalid(int offset, uint value, string says) =>
        Expect("NETW", FirstLayer + offset, says, f => f.Poke32("NETW", FirstLayer + offset, value), "layer 0");

    [Theory]
    [InlineData(0u)]
    [InlineData(0x80000000u)]
    [InlineData(uint.MaxValue)]
    public void Network_MultiplierOutsideItsRange_IsInvalid(uint value)
    {
        int offset = FirstLayer + Bias + (4 * Parts.Layers[0].OutChannels) + 4;
        Expect("NETW", offset, $"multiplier[1] is {value}, expected 1 to 2147483647", f => f.Poke32("NETW", offset, value), "layer 0");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    public void Network_ShiftOutsideItsRange_IsInvalid(byte value)
    {
        int offset = FirstLayer + Bias + (8 * Parts.Layers[0].OutChannels) + 1;
        Expect("NETW", offset, $"shift[1] is {value}, expected 1 to 62", f => f.Poke("NETW", offset, value), "layer 0");
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Network_AccumulatorThatCanOverflow_IsInvalid(int bias)
    {
        EcmFile file = EcmFile.Read(Good).Poke32("NETW", FirstLayer + Bias, (uint)bias);
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.ModelInvalid, () => EdgeModel.Parse(file.Write()));
        Assert.Contains("accumulator of output channel 0", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Network_AccumulatorAtItsLimit_IsAcceptedAndOneBeyondRefused()
    {
        // One layer of 1 x 1 x 1 with weight -128: the bias may reach 2^31 - 1 - 255 * 128.
        const int Most = int.MaxValue - (255 * 128);
        Assert.Equal(Most, SingleWeight(Most).Build().Layers[0].Bias[0]);
        Assert.Equal(-Most, SingleWeight(-Most).Build().Layers[0].Bias[0]);
        Errors.Expect(EdgeCodecStatus.ModelInvalid, () => SingleWeight(Most + 1).Write());
        Errors.Expect(EdgeCodecStatus.ModelInvalid, () => SingleWeight(-Most - 1).Write());

        ModelParts SingleWeight(int bias) => Tiny() with
        {
            Layers =
            [
                new ConvLayer
                {
                    Output = ConvOutput.LatentSign, InChannels = 1, OutChannels = 1, Kernel = new(1, 1, 1), Bias = [bias], Weights = [-128],
                },
            ],
        };
    }

    [Fact]
    public void Network_KernelLargerThanThePaddedInput_IsInvalid()
    {
        ModelParts parts = Tiny();
        ConvLayer layer = new()
        {
            Output = ConvOutput.LatentSign, InChannels = 1, OutChannels = 1, Kernel = new(1, 1, 3), Bias = [0], Weights = [1, 1, 1],
            PadBefore = new(0, 0, 1),
        };
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.ModelInvalid, () => (parts with { Layers = [layer] }).Write());
        Assert.Contains("gives an output of 1 x 1 x 0", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Network_OutputOfMoreThanTwoToTheThirtySamples_IsInvalid()
    {
        // 4096 x 4096 places of 65 channels, from a file of a few hundred bytes; nothing of that size is allocated.
        ModelParts parts = Tiny() with { Grid = Tiny().Grid with { Size = new(1, 4096, 4096) } };
        ConvLayer wide = new()
        {
            Output = ConvOutput.Requantized, InChannels = 1, OutChannels = 65, Kernel = new(1, 1, 1), Bias = [.. new int[65]],
            Weights = [.. new sbyte[65]], Multiplier = [.. Enumerable.Repeat(1u, 65)], Shift = [.. Enumerable.Repeat((byte)1, 65)],
        };
        long before = GC.GetAllocatedBytesForCurrentThread();
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.ModelInvalid, () => (parts with { Layers = [wide, wide] }).Write());
        Assert.Contains("larger than 2^30", e.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Theory]
    [InlineData("GRID")]
    [InlineData("NETW")]
    [InlineData("LATN")]
    [InlineData("CTXM")]
    public void Section_OneByteShortOrLong_IsInvalid(string tag)
    {
        EcmFile file = EcmFile.Read(Good);
        byte[] payload = file.Payload(tag);
        EdgeCodecException shorter = Errors.Expect(EdgeCodecStatus.ModelInvalid, () => EdgeModel.Parse(file.Replace(tag, payload[..^1]).Write()));
        EdgeCodecException longer = Errors.Expect(EdgeCodecStatus.ModelInvalid, () => EdgeModel.Parse(file.Replace(tag, [.. payload, 0]).Write()));
        EdgeCodecException empty = Errors.Expect(EdgeCodecStatus.ModelInvalid, () => EdgeModel.Parse(file.Replace(tag, []).Write()));
        Assert.All([shorter, longer, empty], e => Assert.Contains($"section {tag}", e.Message, StringComparison.Ordinal));
        Assert.Contains("1 bytes follow", longer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ArraysOfOtherLengths_AreNamed()
    {
        ConvLayer first = Parts.Layers[0];
        Write("bias has 0 entries", Parts with { Layers = [Copy(first, bias: 0), Parts.Layers[1]] });
        Write("weights has 3 entries", Parts with { Layers = [Copy(first, weights: 3), Parts.Layers[1]] });
        Write("pad has 2 entries", Parts with { Grid = Parts.Grid with { Pad = [1, 2] } });
        Write("channels has 4 entries", WithContext(Parts.Context.Channels[..4]));

        // A hidden bias too long and an output weight too short make up for each other in bytes.
        ChannelContext c = Parts.Context.Channels[0];
        var shifted = new ChannelContext
        {
            Taps = c.Taps, Direct = c.Direct, HiddenWeight = c.HiddenWeight, Position = c.Position,
            HiddenBias = [.. c.HiddenBias, 1], OutputWeight = c.OutputWeight[..^1],
        };
        Write("hidden_bias has 5 entries, expected 4", WithContext([shifted, .. Parts.Context.Channels[1..]]));

        static void Write(string says, ModelParts parts)
        {
            EdgeCodecException e = Errors.Expect(EdgeCodecStatus.ModelInvalid, () => parts.Write());
            Assert.Contains(says, e.Message, StringComparison.Ordinal);
        }

        static ModelParts WithContext(System.Collections.Immutable.ImmutableArray<ChannelContext> channels) => Parts with
        {
            Context = new ContextModel
            {
                Hidden = Parts.Context.Hidden, LogitShift = Parts.Context.LogitShift, Channels = channels, Probability = Parts.Context.Probability,
            },
        };

        static ConvLayer Copy(ConvLayer layer, int? bias = null, int? weights = null) => new()
        {
            Output = layer.Output, InChannels = layer.InChannels, OutChannels = layer.OutChannels, Kernel = layer.Kernel,
            Stride = layer.Stride, Dilation = layer.Dilation, PadBefore = layer.PadBefore, PadAfter = layer.PadAfter,
            Bias = [.. new int[bias ?? layer.Bias.Length]], Weights = [.. new sbyte[weights ?? layer.Weights.Length]],
            Multiplier = layer.Multiplier, Shift = layer.Shift,
        };
    }

    [Fact]
    public void Write_ValueBeyondItsField_IsInvalid() =>
        Errors.Expect(EdgeCodecStatus.ModelInvalid, () => (Parts with { Grid = Parts.Grid with { Channels = 257 } }).Write());

    /// <summary>One channel, 1 x 1 x 1 grid, one weight, one latent bit.</summary>
    private static ModelParts Tiny(params ContextTap[] taps) => new(
        new GridSpec { Fit = GridFit.Stretch, Channels = 1, SampleTypes = SampleTypes.U8, Size = new(1, 1, 1) },
        [
            new ConvLayer
            {
                Output = ConvOutput.LatentSign, InChannels = 1, OutChannels = 1, Kernel = new(1, 1, 1), Bias = [0], Weights = [1],
            },
        ],
        new LatentSpec { Channels = 1, Size = new(1, 1, 1), LayerChannels = [1] },
        new ContextModel
        {
            Hidden = 0,
            LogitShift = 1,
            Channels = [new ChannelContext { Taps = [.. taps], Direct = [.. new short[taps.Length]], Position = [0] }],
            Probability = Parts.Context.Probability,
        },
        "tiny",
        "");

    private static void Expect(string tag, int offset, string says, Func<EcmFile, EcmFile> change, string item = "")
    {
        EcmFile file = change(EcmFile.Read(Good));
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.ModelInvalid, () => EdgeModel.Parse(file.Write()));
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.Contains($"section {tag}{(item.Length == 0 ? "" : " " + item)}", e.Message, StringComparison.Ordinal);
        Assert.Equal(file.OffsetOf(tag, offset), e.Offset);
    }
}
