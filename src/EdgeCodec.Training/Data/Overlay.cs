using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Data;

/// <summary>Things drawn over the pictures of a batch, in one colour a picture.</summary>
/// <param name="pictures">[N, 3, H, W], for their number and size.</param>
internal sealed class Overlay(Tensor pictures)
{
    private readonly int count = (int)pictures.shape[0], height = (int)pictures.shape[2], width = (int)pictures.shape[3];
    private readonly float[] covers = new float[pictures.shape[0] * pictures.shape[2] * pictures.shape[3]], colours = new float[pictures.shape[0] * 3];

    /// <summary>What of a picture is covered, to draw on.</summary>
    public Cover Cover(int picture) => new(covers.AsMemory(picture * height * width, height * width), height, width);

    /// <summary>Sets red, green and blue of what is drawn over a picture, in the pictures' own range.</summary>
    public void Colour(int picture, ReadOnlySpan<float> colour) => colour.CopyTo(colours.AsSpan(picture * 3, 3));

    /// <summary>How much of each pixel is covered, [N, 1, H, W], 0 to 1.</summary>
    public Tensor Alpha() => tensor(covers, [count, 1, height, width]);

    /// <summary>The pictures with what was drawn over them.</summary>
    public Tensor Over(Tensor below)
    {
        Tensor alpha = Alpha();
        return below * (1 - alpha) + tensor(colours, [count, 3, 1, 1]) * alpha;
    }
}
