namespace EdgeCodec.Tests.LabelMaps;

/// <summary>Made-up label maps of every kind: contours, thin lines, noise, constants, any number of labels.</summary>
internal sealed record LabelScene(int Width, int Height, int Depth, int LabelCount, ushort[] Labels)
{
    public LabelMapHead Head => new("lesion", 3, LabelCount);

    public AnsweredStream Answered => new(0x0123456789ABCDEF, Width, Height, Depth);

    public byte[] Bytes => [.. Labels.Select(label => checked((byte)label))];

    public byte[] Encode() => LabelMapEncoder.Encode(Labels, Answered, Head);

    /// <summary>Any size and kind, of at most <paramref name="mostLabels"/> labels.</summary>
    public static LabelScene Any(SplitMix random, int mostLabels = 65536)
    {
        (int width, int height, int depth) = (Axis(random), Axis(random), random.Chance(50) ? 1 : random.Next(2, 7));
        return Fill(width, height, depth, Math.Min(AnyCount(random), mostLabels), random);
    }

    public static LabelScene Fill(int width, int height, int depth, int labelCount, SplitMix random)
    {
        var scene = new LabelScene(width, height, depth, labelCount, new ushort[width * height * depth]);
        int kind = random.Next(0, 9);
        for (int i = 0; kind < 7 && i <= kind * 2; i++)
        {
            scene.DrawEllipsoid(random, random.Next(0, labelCount - 1));
        }
        int noise = kind switch { 7 => 100, 8 => random.Next(1, 50), 9 => 0, _ => random.Chance(20) ? 1 : 0 };
        ushort last = (ushort)random.Next(0, labelCount - 1);
        for (int i = 0; i < scene.Labels.Length; i++)
        {
            scene.Labels[i] = kind == 9 ? last : random.Chance(noise) ? (ushort)random.Next(0, labelCount - 1) : scene.Labels[i];
        }
        return scene;
    }

    private static int Axis(SplitMix random) => random.Next(0, 3) switch { 0 => 1, 1 => random.Next(2, 5), _ => random.Next(6, 70) };

    private static int AnyCount(SplitMix random) => random.Next(0, 5) switch
    {
        0 or 1 => 2,
        2 => random.Next(3, 6),
        3 => 256,
        4 => random.Next(257, 5000),
        _ => 65536,
    };

    private void DrawEllipsoid(SplitMix random, int label)
    {
        (double cx, double cy, double cz) = (random.Next(0, Width), random.Next(0, Height), random.Next(0, Depth));
        (double rx, double ry, double rz) = (random.Next(1, 1 + (Width / 2)), random.Next(1, 1 + (Height / 2)), random.Next(1, 1 + (Depth / 2)));
        for (int i = 0; i < Labels.Length; i++)
        {
            (int x, int y, int z) = (i % Width, i / Width % Height, i / (Width * Height));
            double dx = (x - cx) / rx, dy = (y - cy) / ry, dz = (z - cz) / rz;
            if ((dx * dx) + (dy * dy) + (dz * dz) <= 1)
            {
                Labels[i] = (ushort)label;
            }
        }
    }
}
