using System.Security.Cryptography;
using CsCheck;
using Xunit;

namespace EdgeCodec.Tests.Models;

public class EdgeModelRoundTripTests
{
    [Fact]
    public void Write_SaysMinorVersionOne_OnlyWhereALayerIsDepthwise()
    {
        Assert.Equal(0, RandomModels.Picture(7).Write()[6]);
        Assert.Equal(1, RandomModels.Depthwise(7).Write()[6]);
    }

    [Fact]
    public void Parse_WrittenModel_GivesTheSameParts() => Gen.ULong.Sample(
        seed =>
        {
            ModelParts parts = seed % 4 == 0 ? RandomModels.Depthwise(seed) : RandomModels.Any(seed);
            EdgeModel model = parts.Build();
            Assert.Equal(parts.Name, model.Name);
            Assert.Equal(parts.Note, model.Note);
            Assert.Equal(parts.Grid with { Pad = [] }, model.Grid with { Pad = [] });
            Assert.Equal(parts.Grid.Pad.AsSpan(), model.Grid.Pad.AsSpan());
            Assert.Equal(parts.Latent with { LayerChannels = [] }, model.Latent with { LayerChannels = [] });
            Assert.Equal(parts.Latent.LayerChannels.AsSpan(), model.Latent.LayerChannels.AsSpan());
            Assert.Equal(parts.Layers.Length, model.Layers.Count);
            foreach ((ConvLayer expected, ConvLayer actual) in parts.Layers.Zip(model.Layers))
            {
                Assert.Equal(
                    (expected.Output, expected.Depthwise, expected.InZero, expected.OutZero, expected.InChannels, expected.OutChannels),
                    (actual.Output, actual.Depthwise, actual.InZero, actual.OutZero, actual.InChannels, actual.OutChannels));
                Assert.Equal(
                    (expected.Kernel, expected.Stride, expected.Dilation, expected.PadBefore, expected.PadAfter),
                    (actual.Kernel, actual.Stride, actual.Dilation, actual.PadBefore, actual.PadAfter));
                Assert.Equal(expected.Bias.AsSpan(), actual.Bias.AsSpan());
                Assert.Equal(expected.Multiplier.AsSpan(), actual.Multiplier.AsSpan());
                Assert.Equal(expected.Shift.AsSpan(), actual.Shift.AsSpan());
                Assert.Equal(expected.Weights.AsSpan(), actual.Weights.AsSpan());
            }
            Assert.Equal((parts.Context.Hidden, parts.Context.LogitShift), (model.Context.Hidden, model.Context.LogitShift));
            Assert.Equal(parts.Context.Probability.AsSpan(), model.Context.Probability.AsSpan());
            Assert.Equal(parts.Context.Channels.Length, model.Context.Channels.Length);
            foreach ((ChannelContext expected, ChannelContext actual) in parts.Context.Channels.Zip(model.Context.Channels))
            {
                Assert.Equal(expected.Taps.AsSpan(), actual.Taps.AsSpan());
                Assert.Equal(expected.Direct.AsSpan(), actual.Direct.AsSpan());
                Assert.Equal(expected.HiddenBias.AsSpan(), actual.HiddenBias.AsSpan());
                Assert.Equal(expected.HiddenWeight.AsSpan(), actual.HiddenWeight.AsSpan());
                Assert.Equal(expected.OutputWeight.AsSpan(), actual.OutputWeight.AsSpan());
                Assert.Equal(expected.Position.AsSpan(), actual.Position.AsSpan());
            }
        },
        iter: 200);

    [Fact]
    public void Write_SameParts_GivesTheSameBytes() =>
        Assert.Equal(RandomModels.Picture(7).Write(), RandomModels.Picture(7).Write());

    [Fact]
    public void Identity_OfNormativeSections_IsVerifiedAndIgnoresFreeText()
    {
        ModelParts parts = RandomModels.Volume(3);
        EdgeModel model = EdgeModelIdentity.Verify(parts.Write(), SHA256.HashData);
        EdgeModel renamed = EdgeModelIdentity.Verify((parts with { Name = "other", Note = "" }).Write(), SHA256.HashData);
        EdgeModel changed = (parts with { Grid = parts.Grid with { Fit = GridFit.Stretch } }).Build();
        Assert.Equal(model.IdentityHex, renamed.IdentityHex);
        Assert.NotEqual(model.IdentityHex, changed.IdentityHex);
        Assert.Equal(64, model.IdentityHex.Length);
    }

    [Fact]
    public void Verify_IdentityOfOtherSections_IsIdentityMismatch()
    {
        byte[] file = RandomModels.Picture(1).Write();
        byte[] identity = file[16..48];
        identity[0] ^= 1;
        EdgeModelWriter.Seal(file, identity);
        Assert.Equal(identity, EdgeModel.Parse(file).Identity.ToArray());
        var e = Assert.Throws<EdgeCodecException>(() => EdgeModelIdentity.Verify(file, SHA256.HashData));
        Assert.Equal(EdgeCodecStatus.ModelIdentityMismatch, e.Status);
    }

    [Fact]
    public void Load_MissingFile_IsUnreadableAndNamesThePath()
    {
        var e = Assert.Throws<EdgeCodecException>(() => EdgeModel.Load("no/such/model.ecm"));
        Assert.Equal(EdgeCodecStatus.ModelUnreadable, e.Status);
        Assert.Contains("no/such/model.ecm", e.Message, StringComparison.Ordinal);
    }
}
