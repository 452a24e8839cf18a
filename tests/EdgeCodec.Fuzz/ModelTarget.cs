using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EdgeCodec.Fuzz;

/// <summary>Input: an edge model's file. What loads and is small codes a latent there and back.</summary>
internal sealed class ModelTarget : FuzzTarget
{
    public override string Name => "model";

    public override string About => "loader of edge models";

    public override int MaxBytes => 12 << 10;

    /// <summary>As the parser's own test, and room for the coder of a model that loads and is small.</summary>
    public override long AllocationBound(int inputBytes) => (512 << 10) + (40L * inputBytes);

    public override IEnumerable<byte[]> Load(string vectors) => VectorSeeds.Files(vectors, "ecm", "models", "invalid-models");

    /// <summary>Now and then a section's length made to fit the file; then length and checksum.</summary>
    public override void Repair(List<byte> input, SplitMixSource random)
    {
        if (input.Count < EdgeModelFile.SectionsOffset || random.OneIn(16))
        {
            return;
        }
        Span<byte> file = CollectionsMarshal.AsSpan(input);
        if (random.OneIn(2))
        {
            FitOneSection(file, random);
        }
        EdgeModelWriter.Seal(file, file.Slice(EdgeModelFile.IdentityOffset, EdgeModelFile.IdentityBytes).ToArray());
    }

    /// <summary>A section of the first four gets the length that brings it to the next known tag.</summary>
    private static void FitOneSection(Span<byte> file, SplitMixSource random)
    {
        string[] tags = [.. EdgeModelFile.NormativeTags, "name", "note"];
        int which = random.Below(tags.Length - 1);
        int start = Find(file, tags[which]);
        int next = Find(file, tags[which + 1]);
        if (start >= 0 && next >= start + 8)
        {
            BinaryPrimitives.WriteInt32LittleEndian(file[(start + 4)..], next - start - 8 - random.Below(8));
        }
    }

    private static int Find(ReadOnlySpan<byte> file, string tag) => file.IndexOf(System.Text.Encoding.ASCII.GetBytes(tag));

    public override void Run(ReadOnlySpan<byte> input)
    {
        EdgeModel model;
        try
        {
            model = EdgeModel.Parse(input);
        }
        catch (EdgeCodecException e)
        {
            RequireOwnError(e, 10, 18, input.Length);
            return;
        }
        if (model.Latent.BitCount > 400)
        {
            return;
        }
        var coder = new LatentCoder(model);
        var bits = new byte[model.Latent.BitCount];
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = (byte)(input[i % input.Length] >> 2 & 1);
        }
        ReadOnlySpan<Range> segments = coder.Code(bits, model.Latent.Layers);
        var again = new byte[bits.Length];
        Require(new UnitDecoder(model).Decode(coder.Coded, segments, again) == model.Latent.Layers, "a model that loads decodes what it codes");
        Require(again.AsSpan().SequenceEqual(bits), "bits come back as they were");
    }
}
