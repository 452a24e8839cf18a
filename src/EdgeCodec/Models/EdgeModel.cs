using System.Collections.Immutable;

namespace EdgeCodec;

/// <summary>
/// An edge model (<c>.ecm</c>, ECM.md): the whole way from pixels to bytes. One that exists obeys every rule
/// of its format. Immutable and safe to share between threads.
/// </summary>
public sealed class EdgeModel
{
    internal const long MaxTensorSamples = 1L << 30;

    private readonly byte[] _identity;

    internal EdgeModel(
        byte[] identity, string name, string note, GridSpec grid, ImmutableArray<ConvLayer> layers, LatentSpec latent, ContextModel context)
    {
        _identity = identity;
        IdentityHex = Convert.ToHexStringLower(identity);
        Name = name;
        Note = note;
        Grid = grid;
        Layers = layers;
        Latent = latent;
        Context = context;
    }

    /// <summary>
    /// 32 bytes: SHA-256 of the normative sections, as the file states it. The edge checks the file's
    /// checksum only; <see cref="EdgeModelIdentity.Verify"/> checks the digest.
    /// </summary>
    public ReadOnlySpan<byte> Identity => _identity;

    /// <summary>The identity as 64 lower-case hexadecimal digits.</summary>
    public string IdentityHex { get; }

    /// <summary>Name of the model; empty if it has none.</summary>
    public string Name { get; }

    /// <summary>Free text; empty if there is none.</summary>
    public string Note { get; }

    /// <summary>From source to model grid.</summary>
    public GridSpec Grid { get; }

    /// <summary>The network's layers, first to last; at least one.</summary>
    public IReadOnlyList<ConvLayer> Layers { get; }

    /// <summary>Shape and layers of the latent.</summary>
    public LatentSpec Latent { get; }

    /// <summary>Probabilities of the latent's bits.</summary>
    public ContextModel Context { get; }

    /// <summary>Multiply-accumulates of the network for one image, padding counted.</summary>
    public long MultiplyAccumulates
    {
        get
        {
            long sum = 0;
            Size3 size = Grid.Size;
            foreach (ConvLayer layer in Layers)
            {
                sum += layer.MultiplyAccumulates(size);
                size = layer.OutputSize(size);
            }
            return sum;
        }
    }

    /// <summary>Weights and biases of the network.</summary>
    public long ParameterCount
    {
        get
        {
            long sum = 0;
            foreach (ConvLayer layer in Layers)
            {
                sum += layer.Weights.Length + layer.Bias.Length;
            }
            return sum;
        }
    }

    /// <summary>Reads a model from the bytes of its file, which are not kept.</summary>
    /// <exception cref="EdgeCodecException">
    /// NotAModel, ModelVersionUnsupported, ModelTruncated, ModelDamaged, ModelSectionUnknown or ModelInvalid,
    /// naming section, offset and what was expected.
    /// </exception>
    public static EdgeModel Parse(ReadOnlySpan<byte> file) => EdgeModelParser.Parse(file);

    /// <summary>Reads a model from its file.</summary>
    /// <exception cref="EdgeCodecException">As <see cref="Parse"/>, ModelUnreadable or OutOfMemory; the text names the path.</exception>
    public static EdgeModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Parse(Read(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new EdgeCodecException(EdgeCodecStatus.ModelUnreadable, $"Cannot read the edge model '{path}': {e.Message}", -1, e);
        }
        catch (OutOfMemoryException e)
        {
            throw new EdgeCodecException(EdgeCodecStatus.OutOfMemory, $"'{path}': The memory ran out.", -1, e);
        }
        catch (EdgeCodecException e)
        {
            throw new EdgeCodecException(e.Status, $"'{path}': {e.Message}", e.Offset, e);
        }
    }

    /// <summary>The bytes of a file; of one that is no model, or longer than it states, as many as tell so.</summary>
    private static ReadOnlySpan<byte> Read(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException("It is a folder.");
        }
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var bytes = new byte[EdgeModelFile.SectionsOffset];
        int count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        int enough = (int)Math.Min(EdgeModelFile.CheckStart(bytes.AsSpan(0, count)) + 1L, Array.MaxLength);
        // In steps: what a header states need not be there, and a pipe does not know its length.
        while (count == bytes.Length && count < enough)
        {
            Array.Resize(ref bytes, (int)Math.Min(enough, Math.Max(1 << 20, 16L * count)));
            count += file.ReadAtLeast(bytes.AsSpan(count), bytes.Length - count, throwOnEndOfStream: false);
        }
        return bytes.AsSpan(0, count);
    }

    /// <summary>Name and the leading digits of the identity, for messages.</summary>
    public override string ToString() => $"{(Name.Length == 0 ? "unnamed" : Name)} ({IdentityHex[..16]})";
}
