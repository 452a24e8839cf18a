using System.Globalization;
using System.Text.Json.Nodes;

namespace EdgeCodec.Bench.Streams;

/// <summary>What was measured.</summary>
internal sealed record StreamFigures
{
    public required int Pictures { get; init; }

    public required int LatentBits { get; init; }

    /// <summary>Of a whole file.</summary>
    public required double BytesMean { get; init; }

    public required int BytesMost { get; init; }

    /// <summary>Bytes that the entropy coder wrote.</summary>
    public required double PayloadMean { get; init; }

    /// <summary>The sum of -log2 of the probabilities, in bytes.</summary>
    public required double IdealMean { get; init; }

    /// <summary>Bytes a unit beside the payload, in a sequence.</summary>
    public required double SequenceFramingMean { get; init; }

    /// <summary>From latent to stream.</summary>
    public required double CodeSeconds { get; init; }

    /// <summary>From stream to latent.</summary>
    public required double DecodeSeconds { get; init; }

    /// <summary>From pixels to stream, the median picture.</summary>
    public required double EncoderSeconds { get; init; }

    public required string Kernel { get; init; }

    private double CodeRate => LatentBits / CodeSeconds / 1e6;

    private double DecodeRate => LatentBits / DecodeSeconds / 1e6;

    private double Share => CodeSeconds / EncoderSeconds;

    public JsonObject ToJson(string model, string source) => new()
    {
        ["model"] = model,
        ["source"] = source,
        ["pictures"] = Pictures,
        ["latent_bits"] = LatentBits,
        ["bytes_mean"] = Math.Round(BytesMean, 3),
        ["bytes_max"] = BytesMost,
        ["framing_mean"] = Math.Round(BytesMean - PayloadMean, 3),
        ["sequence_framing_mean"] = Math.Round(SequenceFramingMean, 3),
        ["payload_mean"] = Math.Round(PayloadMean, 3),
        ["ideal_mean"] = Math.Round(IdealMean, 3),
        ["kernel"] = Kernel,
        ["code_us"] = Math.Round(CodeSeconds * 1e6, 2),
        ["decode_us"] = Math.Round(DecodeSeconds * 1e6, 2),
        ["code_mbin_s"] = Math.Round(CodeRate, 2),
        ["decode_mbin_s"] = Math.Round(DecodeRate, 2),
        ["encoder_us"] = Math.Round(EncoderSeconds * 1e6, 2),
        ["code_share"] = Math.Round(Share, 4),
    };

    public string ToTable(string model, string source) => string.Create(CultureInfo.InvariantCulture, $"""
        {Pictures} pictures ({source}), model {model}, {LatentBits} bits a latent, one thread

        file, mean (largest)          {BytesMean,9:F2} ({BytesMost}) bytes
        around the payload            {BytesMean - PayloadMean,9:F2} bytes in a file, {SequenceFramingMean:F2} in a sequence of one size
        payload                       {PayloadMean,9:F2} bytes
        ideal code length             {IdealMean,9:F2} bytes, {PayloadMean - IdealMean:F2} less
        latent to stream              {CodeSeconds * 1e6,9:F1} us, {CodeRate:F1} Mbin/s
        stream to latent              {DecodeSeconds * 1e6,9:F1} us, {DecodeRate:F1} Mbin/s
        pixels to stream              {EncoderSeconds * 1e6,9:F1} us on {Kernel}; coding is {Share:P1} of it

        """);
}
