using System.Buffers.Binary;
using System.IO.Compression;
using EdgeCodec.Bench.LabelMaps;
using EdgeCodec.Cli;
using EdgeCodec.Cloud.Tests;
using Xunit;

namespace EdgeCodec.Bench.Tests;

public sealed class NiftiLabelsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(512)]
    public void Read_AnySampleType_GivesTheLabels(short type)
    {
        double[] labels = [0, 1, 2, 3, 255, 0, 7, 0, 1, 1, 0, 2];
        LabelVolume volume = NiftiLabels.Read(Write([3, 3, 2, 2], type, labels));
        Assert.Equal((3, 2, 2), (volume.Width, volume.Height, volume.Depth));
        Assert.Equal(labels, volume.Labels.Select(label => (double)label));
    }

    [Fact]
    public void Read_WhatAreNoLabels_IsRefused()
    {
        double[] labels = [0, 1, 2, 3];
        void IsRefused(string path) => Assert.Throws<InputException>(() => NiftiLabels.Read(path));
        IsRefused(Write([4, 2, 2, 1, 2], 2, [.. labels, .. labels]));
        IsRefused(Write([3, 2, 2, 1], 16, [0, 1, 2, 0.5]));
        IsRefused(Write([3, 2, 2, 1], 4, [0, 1, 2, 256]));
        IsRefused(Write([3, 2, 2, 1], 4, [0, 1, 2, -1]));
        IsRefused(Write([3, 2, 2, 1], 2, labels, slope: 2));
        IsRefused(Write([3, 2, 2, 1], 128, labels));
    }

    public void Dispose() => folder.Dispose();

    private string Write(short[] dim, short type, double[] samples, float slope = 1)
    {
        int size = type switch { 2 => 1, 4 or 512 => 2, 64 => 8, _ => 4 };
        byte[] bytes = new byte[352 + (size * samples.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, 348);
        for (int i = 0; i < dim.Length; i++) { BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(40 + (2 * i)), dim[i]); }
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(70), type);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(108), 352);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(112), slope);
        for (int i = 0; i < samples.Length; i++)
        {
            Span<byte> at = bytes.AsSpan(352 + (size * i));
            switch (type)
            {
                case 4: BinaryPrimitives.WriteInt16LittleEndian(at, (short)samples[i]); break;
                case 8: BinaryPrimitives.WriteInt32LittleEndian(at, (int)samples[i]); break;
                case 16: BinaryPrimitives.WriteSingleLittleEndian(at, (float)samples[i]); break;
                case 64: BinaryPrimitives.WriteDoubleLittleEndian(at, samples[i]); break;
                case 512: BinaryPrimitives.WriteUInt16LittleEndian(at, (ushort)samples[i]); break;
                default: at[0] = (byte)samples[i]; break;
            }
        }
        string path = Path.Combine(folder.Path, "labels.nii.gz");
        using FileStream file = File.Create(path);
        using var zip = new GZipStream(file, CompressionMode.Compress);
        zip.Write(bytes);
        return path;
    }
}
