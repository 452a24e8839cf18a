using System.Buffers.Binary;

namespace EdgeCodec.Tests;

/// <summary>Random images in memory of random layout, the same for the same seed. Link beside SplitMix.cs.</summary>
internal sealed record ImageMaker(
    byte[] Data, SampleType Type, int Channels, int Width, int Height, int Depth,
    long ChannelStride, long ColumnStride, long RowStride, long SliceStride, long Origin = 0)
{
    public PixelView View =>
        new(Data, Type, Channels, Width, Height, Depth, ChannelStride, ColumnStride, RowStride, SliceStride, Origin);

    public int Sample(int c, int z, int y, int x)
    {
        int offset = (int)(Origin + (c * ChannelStride) + (z * SliceStride) + (y * RowStride) + (x * ColumnStride));
        ReadOnlySpan<byte> at = Data.AsSpan(offset);
        return Type switch
        {
            SampleType.U8 => at[0],
            SampleType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(at),
            _ => BinaryPrimitives.ReadInt16LittleEndian(at),
        };
    }

    /// <summary>Noise of all values, interleaved or planar, with gaps, some axes backwards in memory.</summary>
    public static ImageMaker Noise(SplitMix random, SampleType type, int channels, int width, int height, int depth = 1)
    {
        int sample = type == SampleType.U8 ? 1 : 2;
        bool isPlanar = random.Chance(50);
        long gap = random.Chance(50) ? 0 : random.Next(0, 5);
        long column = isPlanar ? sample + gap : (sample * channels) + gap;
        long row = (column * width) + gap;
        long slice = (row * height) + gap;
        long channel = isPlanar ? (slice * depth) + gap : sample;
        long bytes = ((channels - 1) * channel) + ((depth - 1) * slice) + ((height - 1) * row) + ((width - 1) * column) + sample;
        long origin = 0;
        channel = Turn(random, channels, channel, ref origin);
        column = Turn(random, width, column, ref origin);
        row = Turn(random, height, row, ref origin);
        slice = Turn(random, depth, slice, ref origin);
        return new ImageMaker(random.Bytes((int)bytes), type, channels, width, height, depth, channel, column, row, slice, origin);
    }

    /// <summary>Now and then the axis backwards: the origin at its last sample, the stride negative.</summary>
    private static long Turn(SplitMix random, int size, long stride, ref long origin)
    {
        if (!random.Chance(25))
        {
            return stride;
        }
        origin += (size - 1) * stride;
        return -stride;
    }

    /// <summary>Smooth blobs, so that latents have structure; packed.</summary>
    public static ImageMaker Smooth(SplitMix random, SampleType type, int channels, int width, int height, int depth = 1)
    {
        int sample = type == SampleType.U8 ? 1 : 2;
        int cx = random.Next(0, width);
        int cy = random.Next(0, height);
        int scale = random.Next(1, 12);
        var data = new byte[width * height * depth * channels * sample];
        int at = 0;
        for (int i = 0; i < width * height * depth; i++)
        {
            int x = i % width;
            int y = i / width % height;
            for (int c = 0; c < channels; c++)
            {
                int distance = (((x - cx) * (x - cx)) + ((y - cy) * (y - cy))) * scale / (c + 2);
                if (sample == 1)
                {
                    data[at++] = (byte)Math.Clamp(distance + random.Next(0, 20), 0, 255);
                }
                else
                {
                    short value = (short)Math.Clamp((distance * 16) - 1000 + random.Next(0, 300), -2000, 30000);
                    BinaryPrimitives.WriteInt16LittleEndian(data.AsSpan(at), value);
                    at += 2;
                }
            }
        }
        long column = sample * channels;
        return new ImageMaker(data, type, channels, width, height, depth, sample, column, column * width, column * width * height);
    }

    /// <summary>A random image that the model takes, and its window if the model asks for one.</summary>
    public static (ImageMaker Image, IntensityWindow? Window) For(EdgeModel model, SplitMix random)
    {
        GridSpec grid = model.Grid;
        SampleType type;
        do
        {
            type = (SampleType)random.Next(0, 2);
        }
        while (!grid.Accepts(type));
        int width = random.Next(grid.MinSource.W, 40);
        int height = random.Next(grid.MinSource.H, 40);
        int depth = random.Chance(50) ? grid.MinSource.D : random.Next(grid.MinSource.D, 8);
        IntensityWindow? window = grid.WindowMode == WindowMode.Caller ? new(random.Next(-1500, 1500), random.Next(1, 4000)) : null;
        ImageMaker image = random.Chance(30)
            ? Noise(random, type, grid.Channels, width, height, depth)
            : Smooth(random, type, grid.Channels, width, height, depth);
        return (image, window);
    }
}
