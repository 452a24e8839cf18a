using ImageMagick;

namespace EdgeCodec.Bench.LabelMaps;

/// <summary>CCITT G4 without a container; one plane for each label but the background.</summary>
internal sealed class FaxPeer : ILabelPeer
{
    public string Name => "CCITT G4, a plane a label";

    public byte[] Encode(LabelVolume volume)
    {
        var planes = new List<byte>();
        for (int label = 1; label <= volume.Greatest; label++)
        {
            // ImageMagick hands the black of a picture to G4 as what G4 calls white, and takes for granted.
            byte[] samples = [.. volume.Labels.Select(l => l == label ? (byte)255 : (byte)0)];
            using var image = new MagickImage();
            image.ReadPixels(samples, new PixelReadSettings((uint)volume.Width, (uint)volume.Rows, StorageType.Char, "I"));
            image.Depth = 1;
            image.ColorType = ColorType.Bilevel;
            byte[] plane = image.ToByteArray(MagickFormat.Group4);
            using var back = new MagickImage(
                plane, new MagickReadSettings { Width = (uint)volume.Width, Height = (uint)volume.Rows, Format = MagickFormat.Group4 });
            using IPixelCollection<byte> pixels = back.GetPixels();
            if (!(pixels.ToByteArray("R") ?? []).AsSpan().SequenceEqual(samples))
            {
                throw new InvalidDataException($"{volume.Name}: {Name} gives other labels back");
            }
            planes.AddRange(plane);
        }
        return [.. planes];
    }
}
