using System.Buffers.Binary;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Networks;

/// <summary>Reads a safetensors file of float16 or float32 tensors into float32 tensors.</summary>
internal static class SafeTensors
{
    public static Dictionary<string, Tensor> Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        ulong headerLength = file.Length < 8 ? ulong.MaxValue : BinaryPrimitives.ReadUInt64LittleEndian(file);
        // What another kind of file begins with is a huge length.
        if (headerLength > (ulong)file.Length - 8) { throw new InvalidDataException($"{path}: is no safetensors file, or not a whole one"); }
        int start = 8 + (int)headerLength;
        using JsonDocument header = Header(file.AsMemory(8, (int)headerLength), path);
        var tensors = new Dictionary<string, Tensor>();
        foreach (JsonProperty entry in header.RootElement.EnumerateObject())
        {
            if (entry.Name == "__metadata__") { continue; }
            long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(v => v.GetInt64())];
            long begin = entry.Value.GetProperty("data_offsets")[0].GetInt64();
            long end = entry.Value.GetProperty("data_offsets")[1].GetInt64();
            ReadOnlySpan<byte> data = file.AsSpan(start + (int)begin, (int)(end - begin));
            string? type = entry.Value.GetProperty("dtype").GetString();
            tensors.Add(entry.Name, tensor(Decode(data, type, path, entry.Name), shape));
        }
        return tensors;
    }

    private static JsonDocument Header(ReadOnlyMemory<byte> json, string path)
    {
        try { return JsonDocument.Parse(json); }
        catch (JsonException e) { throw new InvalidDataException($"{path}: is no safetensors file: {e.Message}", e); }
    }

    private static float[] Decode(ReadOnlySpan<byte> data, string? type, string path, string name)
    {
        int width = type switch
        {
            "F16" => 2,
            "F32" => 4,
            _ => throw new InvalidDataException($"{path}: tensor {name} has type {type}; F16 and F32 are read"),
        };
        float[] values = new float[data.Length / width];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = width == 2
                ? (float)BinaryPrimitives.ReadHalfLittleEndian(data[(2 * i)..])
                : BinaryPrimitives.ReadSingleLittleEndian(data[(4 * i)..]);
        }
        return values;
    }
}
