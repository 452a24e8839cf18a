using System.Buffers.Binary;

namespace EdgeCodec.Cloud.Tests;

/// <summary>A dark ellipse (in a volume an ellipsoid) on a bright ground, packed, and its mask.</summary>
internal sealed class Disc
{
    private const double Radius = 0.36;

    private readonly byte[] _data;
    private readonly SampleType _type;
    private readonly int _channels;

    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="depth">Slices.</param>
    /// <param name="type">U8 with 3 channels, or S16 with 1.</param>
    /// <param name="shift">Moves the ellipse, in parts of the width.</param>
    public Disc(int width, int height, int depth = 1, SampleType type = SampleType.U8, double shift = 0)
    {
        (Width, Height, Depth) = (width, height, depth);
        _type = type;
        _channels = type == SampleType.U8 ? 3 : 1;
        int sample = PixelView.BytesPerSample(type);
        _data = new byte[width * height * depth * _channels * sample];
        Mask = new byte[width * height * depth];
        for (int i = 0; i < Mask.Length; i++)
        {
            double x = ((i % width) + 0.5) / width - 0.5 - shift;
            double y = ((i / width % height) + 0.5) / height - 0.5;
            double z = depth == 1 ? 0 : ((i / width / height) + 0.5) / depth - 0.5;
            bool isInside = (x * x) + (y * y) + (z * z) < Radius * Radius;
            Mask[i] = isInside ? (byte)1 : (byte)0;
            for (int c = 0; c < _channels; c++)
            {
                Put(((i * _channels) + c) * sample, isInside);
            }
        }
    }

    /// <summary>For S16: dark is -1000, bright 3000.</summary>
    public static IntensityWindow Window { get; } = new(-1000, 4000);

    public int Width { get; }

    public int Height { get; }

    public int Depth { get; }

    /// <summary>1 inside the ellipse.</summary>
    public byte[] Mask { get; }

    public PixelView View => PixelView.Packed(_data, _type, _channels, Width, Height, Depth);

    private void Put(int at, bool isInside)
    {
        if (_type == SampleType.U8)
        {
            _data[at] = isInside ? (byte)0 : (byte)255;
        }
        else
        {
            BinaryPrimitives.WriteInt16LittleEndian(_data.AsSpan(at), isInside ? (short)-1000 : (short)3000);
        }
    }
}
