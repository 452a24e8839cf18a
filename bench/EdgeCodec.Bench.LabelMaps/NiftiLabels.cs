using System.Buffers.Binary;
using System.IO.Compression;
using EdgeCodec.Cli;

namespace EdgeCodec.Bench.LabelMaps;

/// <summary>Reads label volumes from NIfTI-1 files (.nii.gz): whole numbers of 0 to 255 in any of the usual sample types.</summary>
internal static class NiftiLabels
{
    private const int HeaderBytes = 348;

    public static LabelVolume Read(string path)
    {
        using var plain = new MemoryStream();
        using (FileStream file = File.OpenRead(path))
        using (var zip = new GZipStream(file, CompressionMode.Decompress))
        {
            zip.CopyTo(plain);
        }
        ReadOnlySpan<byte> bytes = plain.GetBuffer().AsSpan(0, (int)plain.Length);
        if (bytes.Length < HeaderBytes || BinaryPrimitives.ReadInt32LittleEndian(bytes) != HeaderBytes)
        {
            throw new InputException($"{path}: is no NIfTI-1 file in little-endian order");
        }
        int axes = Short(bytes, 40);
        (int width, int height, int depth) = (Short(bytes, 42), Short(bytes, 44), axes >= 3 ? Short(bytes, 46) : 1);
        for (int axis = 4; axis <= axes; axis++)
        {
            if (Short(bytes, 40 + (2 * axis)) != 1) { throw new InputException($"{path}: has more than three axes"); }
        }
        (float slope, float intercept) = (BinaryPrimitives.ReadSingleLittleEndian(bytes[112..]), BinaryPrimitives.ReadSingleLittleEndian(bytes[116..]));
        if (slope is not (0 or 1) || intercept != 0) { throw new InputException($"{path}: labels are scaled"); }
        ReadOnlySpan<byte> data = bytes[(int)BinaryPrimitives.ReadSingleLittleEndian(bytes[108..])..];
        byte[] labels = new byte[width * height * depth];
        int type = Short(bytes, 70);
        for (int i = 0; i < labels.Length; i++)
        {
            double value = type switch
            {
                2 => data[i],
                4 => BinaryPrimitives.ReadInt16LittleEndian(data[(2 * i)..]),
                8 => BinaryPrimitives.ReadInt32LittleEndian(data[(4 * i)..]),
                16 => BinaryPrimitives.ReadSingleLittleEndian(data[(4 * i)..]),
                64 => BinaryPrimitives.ReadDoubleLittleEndian(data[(8 * i)..]),
                512 => BinaryPrimitives.ReadUInt16LittleEndian(data[(2 * i)..]),
                _ => throw new InputException($"{path}: samples of NIfTI type {type}"),
            };
            labels[i] = value is >= 0 and <= 255 && value == Math.Floor(value)
                ? (byte)value
                : throw new InputException($"{path}: sample {i} is {value}, expected a label of 0 to 255");
        }
        return new LabelVolume(Path.GetFileName(path), width, height, depth, labels);
    }

    private static int Short(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadInt16LittleEndian(bytes[offset..]);
}
