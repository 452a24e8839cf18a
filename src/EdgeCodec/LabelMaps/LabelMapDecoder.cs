using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace EdgeCodec;

/// <summary>
/// Reads label maps (LABELMAP.md): what comes back from the cloud for a stream that a device has sent. Fails closed: a
/// map that is damaged, cut short, or answers another stream is an error. Allocates nothing but errors. Thread-safe.
/// </summary>
public static class LabelMapDecoder
{
    /// <summary>Reads a label map's header alone. Whether the rest is whole is not checked.</summary>
    /// <param name="file">The label map; the header's spans lie in it.</param>
    /// <exception cref="EdgeCodecException">
    /// NotALabelMap, LabelMapVersionUnsupported, LabelMapHeaderInvalid or LabelMapTruncated, with the offset.
    /// </exception>
    public static LabelMapHeader ReadHeader(ReadOnlySpan<byte> file) => LabelMapHeaderReader.Read(file);

    /// <summary>Whether data begins as a label map does; no stream and no model begins so.</summary>
    public static bool IsLabelMap(ReadOnlySpan<byte> data) => data is [LabelMapFormat.Magic, ..];

    /// <summary>Verifies header and check, without the stream: that the map is whole, not what it answers.</summary>
    /// <exception cref="EdgeCodecException">As <see cref="ReadHeader"/>, or LabelMapDamaged.</exception>
    public static void Verify(ReadOnlySpan<byte> file) => VerifyCheck(file, LabelMapHeaderReader.Read(file).HeaderBytes);

    /// <summary>Checks and decodes the answer to a stream of one picture.</summary>
    /// <param name="file">The whole label map and nothing else.</param>
    /// <param name="stream">The whole stream that was sent.</param>
    /// <param name="labels">
    /// Receives <c>[D, H, W]</c> at the geometry of the stream's source; may be longer. Its content is undefined after an error.
    /// </param>
    /// <exception cref="EdgeCodecException">
    /// As <see cref="ReadHeader"/> and <see cref="StreamDecoder.ReadHeader"/>, or LabelMapDamaged, WrongStream (the map
    /// answers another stream) or BufferTooSmall (LABELMAP §5). InvalidArgument: labels need 16 bits.
    /// </exception>
    public static void Decode(ReadOnlySpan<byte> file, ReadOnlySpan<byte> stream, Span<byte> labels) =>
        Decode(file, AnsweredStream.Of(stream), labels);

    /// <inheritdoc cref="Decode(ReadOnlySpan{byte}, ReadOnlySpan{byte}, Span{byte})"/>
    public static void Decode(ReadOnlySpan<byte> file, ReadOnlySpan<byte> stream, Span<ushort> labels) =>
        Decode(file, AnsweredStream.Of(stream), labels);

    /// <summary>Checks and decodes the answer to a stream or to a unit of one.</summary>
    /// <param name="file">The whole label map and nothing else.</param>
    /// <param name="answered">What was sent.</param>
    /// <param name="labels">Receives <c>[D, H, W]</c>; may be longer. Its content is undefined after an error.</param>
    /// <inheritdoc cref="Decode(ReadOnlySpan{byte}, ReadOnlySpan{byte}, Span{byte})"/>
    public static void Decode(ReadOnlySpan<byte> file, AnsweredStream answered, Span<byte> labels) => Decode<byte>(file, answered, labels);

    /// <inheritdoc cref="Decode(ReadOnlySpan{byte}, AnsweredStream, Span{byte})"/>
    public static void Decode(ReadOnlySpan<byte> file, AnsweredStream answered, Span<ushort> labels) => Decode<ushort>(file, answered, labels);

    private static void Decode<T>(ReadOnlySpan<byte> file, AnsweredStream answered, Span<T> labels)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        LabelMapHeader header = LabelMapHeaderReader.Read(file);
        VerifyCheck(file, header.HeaderBytes);
        VerifyAnswered(header, answered);
        if (header.LabelCount - 1 > int.CreateTruncating(T.MaxValue))
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.InvalidArgument, $"The map has labels up to {header.LabelCount - 1}: decode it into labels of 16 bits.");
        }
        if (header.VoxelCount > labels.Length)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.BufferTooSmall,
                $"The destination has room for {labels.Length} labels, but the map is {header.Width} x {header.Height} x {header.Depth}.");
        }
        ReadOnlySpan<byte> payload = file[header.HeaderBytes..^LabelMapFormat.CheckBytes];
        if (!DecodePayload(payload, header, labels[..(int)header.VoxelCount]))
        {
            throw LabelMapFormat.Error(EdgeCodecStatus.LabelMapDamaged, "the payload is one that no encoder writes", header.HeaderBytes);
        }
    }

    /// <summary>LABELMAP §4.</summary>
    private static void VerifyCheck(ReadOnlySpan<byte> file, int headerBytes)
    {
        int offset = file.Length - LabelMapFormat.CheckBytes;
        if (offset < headerBytes)
        {
            throw LabelMapFormat.Error(
                EdgeCodecStatus.LabelMapTruncated, $"{file.Length - headerBytes} bytes follow the header, expected at least the check's 4", file.Length);
        }
        uint stated = BinaryPrimitives.ReadUInt32LittleEndian(file[offset..]);
        uint computed = Crc32C.Compute(file[..offset]);
        if (stated != computed)
        {
            throw LabelMapFormat.Error(
                EdgeCodecStatus.LabelMapDamaged, $"the check is {stated:x8}, but the content gives {computed:x8}: the label map is damaged or cut short", offset);
        }
    }

    private static void VerifyAnswered(LabelMapHeader header, AnsweredStream answered)
    {
        if (header.StreamDigest != answered.Digest)
        {
            throw LabelMapFormat.Error(
                EdgeCodecStatus.WrongStream,
                $"the map answers a stream whose SHA-256 begins {header.StreamDigestHex}, but that of the stream given begins {answered.DigestHex}",
                LabelMapFormat.DigestOffset);
        }
        if (header.Width != answered.Width || header.Height != answered.Height || header.Depth != answered.Depth)
        {
            throw LabelMapFormat.Error(
                EdgeCodecStatus.LabelMapHeaderInvalid,
                $"the map is {header.Width} x {header.Height} x {header.Depth}, but the source of its stream is {answered.Width} x {answered.Height} x {answered.Depth}",
                LabelMapFormat.GeometryOffset);
        }
    }

    /// <summary>LABELMAP §3. The probabilities, 27 kB, lie on the stack.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool DecodePayload<T>(ReadOnlySpan<byte> payload, LabelMapHeader header, Span<T> labels)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (header.LabelCount == 1)
        {
            labels.Clear();
            return payload.IsEmpty;
        }
        var bins = new LabelBinReader(payload);
        if (!bins.IsCodeInRange || payload is [.., 0])
        {
            return false;
        }
        var probabilities = new LabelProbabilities(stackalloc ushort[LabelProbabilities.Count], stackalloc byte[LabelProbabilities.Count]);
        probabilities.Reset();
        var walk = new LabelWalk<T, LabelBinReader>(new LabelSymbols<LabelBinReader>(bins, probabilities), header.LabelCount);
        return walk.Run(labels, header.Width, header.Height, header.Depth) == LabelWalkResult.Done
            && payload.Length <= walk.Bins.Taken;
    }
}
