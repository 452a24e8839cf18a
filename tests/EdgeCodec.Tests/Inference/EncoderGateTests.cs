using Xunit;

namespace EdgeCodec.Tests;

/// <summary>A picture that nobody wants any more must not be worked on, whenever in a call the cancel comes.</summary>
public class EncoderGateTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public unsafe void Begin_AfterACancelInTheSameCall_KeepsIt(bool isCancelled)
    {
        if (NativeKernels.Best is not NativeKernel kernel)
        {
            return; // the definition cannot be cancelled
        }
        EdgeModel model = RandomModels.Picture(1).Build();
        NativeNetwork network = NativeNetwork.TryPack(model, kernel)!;
        var picture = new NativePicture(model.Grid, network, PictureLimits.Default, default);
        var gate = new EncoderGate();
        gate.Enter();
        if (isCancelled)
        {
            gate.Cancel(picture);
        }
        gate.Begin(picture, new EncoderSource(SampleType.U8, 3, 64, 48, 1), new IntensityWindow(0, 255));
        byte[] samples = new byte[64 * 48 * 3];
        fixed (byte* first = samples)
        {
            var rows = new PixelRows
            {
                First = first, Type = SampleType.U8, Channels = 3, Width = 64, Height = 48, Depth = 1,
                ChannelStride = 1, ColumnStride = 3, RowStride = 3 * 64,
            };
            Assert.Equal(isCancelled ? RunOutcome.Cancelled : RunOutcome.Done, picture.Push(rows, 0, 0, default));
        }
        picture.Release();
    }
}
