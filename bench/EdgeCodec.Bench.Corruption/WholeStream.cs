namespace EdgeCodec.Bench.Corruption;

/// <summary>A right stream, and where its blocks begin.</summary>
/// <param name="Model">The model that made it.</param>
/// <param name="Bytes">The stream.</param>
/// <param name="Blocks">Of a sequence: where each block begins, the end among them, and last the stream's length. Empty for a picture.</param>
internal sealed record WholeStream(EdgeModel Model, byte[] Bytes, int[] Blocks)
{
    /// <summary>Units of the sequence; 0 for a picture.</summary>
    public int Units => Math.Max(0, Blocks.Length - 2);

    /// <summary>A block with its check.</summary>
    public byte[] Block(int index) => Bytes[Blocks[index]..Blocks[index + 1]];
}
