using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace EdgeCodec;

/// <summary>Writes label maps (LABELMAP.md). Thread-safe.</summary>
public static class LabelMapEncoder
{
    /// <summary>Writes the answer to a picture or to a source of a sequence.</summary>
    /// <param name="labels"><c>[D, H, W]</c> at the geometry of <paramref name="answered"/>.</param>
    /// <param name="answered">What is answered.</param>
    /// <param name="head">The head that made the labels.</param>
    /// <param name="reference">16 bytes of the caller's own, carried as they are; or empty. Never patient data.</param>
    /// <returns>The label map.</returns>
    /// <exception cref="EdgeCodecException">InvalidArgument, naming the argument.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> labels, AnsweredStream answered, LabelMapHead head, ReadOnlySpan<byte> reference = default) =>
        Encode<byte>(labels, answered, head, reference);

    /// <inheritdoc cref="Encode(ReadOnlySpan{byte}, AnsweredStream, LabelMapHead, ReadOnlySpan{byte})"/>
    public static byte[] Encode(ReadOnlySpan<ushort> labels, AnsweredStream answered, LabelMapHead head, ReadOnlySpan<byte> reference = default) =>
        Encode<ushort>(labels, answered, head, reference);

    private static byte[] Encode<T>(ReadOnlySpan<T> labels, AnsweredStream answered, LabelMapHead head, ReadOnlySpan<byte> reference)
        where T : unmanaged, IBinaryInteger<T>
    {
        ArgumentNullException.ThrowIfNull(head);
        CheckGeometry(answered, labels.Length);
        if (head.LabelCount is < 1 or > LabelMapFormat.MaxLabelCount)
        {
            throw Invalid($"The head has {head.LabelCount} labels, expected 1 to {LabelMapFormat.MaxLabelCount}.");
        }
        CheckLabels(labels, head.LabelCount);
        Span<byte> header = stackalloc byte[LabelMapFormat.MaxHeaderBytes];
        header = header[..WriteHeader(header, answered, head, reference)];
        ReadOnlySpan<byte> payload = head.LabelCount > 1 ? EncodePayload(labels, answered, head.LabelCount) : [];
        var file = new byte[header.Length + payload.Length + LabelMapFormat.CheckBytes];
        header.CopyTo(file);
        payload.CopyTo(file.AsSpan(header.Length));
        int check = file.Length - LabelMapFormat.CheckBytes;
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(check), Crc32C.Compute(file.AsSpan(0, check)));
        return file;
    }

    /// <summary>LABELMAP §2.</summary>
    private static int WriteHeader(Span<byte> header, AnsweredStream answered, LabelMapHead head, ReadOnlySpan<byte> reference)
    {
        Span<byte> name = stackalloc byte[LabelMapFormat.MaxHeadNameBytes];
        OperationStatus status = Utf8.FromUtf16(head.Name, name, out _, out int nameBytes, replaceInvalidSequences: false);
        name = name[..nameBytes];
        if (status != OperationStatus.Done || !LabelMapFormat.IsHeadName(name))
        {
            throw Invalid($"The head's name is '{head.Name}', expected 1 to {LabelMapFormat.MaxHeadNameBytes} bytes of UTF-8 without control characters.");
        }
        if (head.Version < 1)
        {
            throw Invalid($"The head's version is {head.Version}, expected at least 1.");
        }
        if (reference.Length is not (0 or LabelMapFormat.ReferenceBytes))
        {
            throw Invalid($"The reference has {reference.Length} bytes, expected {LabelMapFormat.ReferenceBytes} or none.");
        }
        int flags = LabelMapFormat.Version << LabelMapFormat.VersionShift;
        flags |= answered.Depth > 1 ? LabelMapFormat.DepthFlag : 0;
        flags |= reference.IsEmpty ? 0 : LabelMapFormat.ReferenceFlag;
        header[0] = LabelMapFormat.Magic;
        header[1] = (byte)flags;
        BinaryPrimitives.WriteUInt64BigEndian(header[LabelMapFormat.DigestOffset..], answered.Digest);
        int at = LabelMapFormat.GeometryOffset;
        at += Varint.Write(header[at..], (uint)answered.Width);
        at += Varint.Write(header[at..], (uint)answered.Height);
        if (answered.Depth > 1)
        {
            at += Varint.Write(header[at..], (uint)answered.Depth);
        }
        at += Varint.Write(header[at..], (uint)head.LabelCount);
        at += Varint.Write(header[at..], (uint)head.Version);
        header[at++] = (byte)name.Length;
        name.CopyTo(header[at..]);
        at += name.Length;
        reference.CopyTo(header[at..]);
        return at + reference.Length;
    }

    private static void CheckGeometry(AnsweredStream answered, int count)
    {
        bool isValid = answered.Width is >= 1 and <= PixelView.MaxAxis
            && answered.Height is >= 1 and <= PixelView.MaxAxis
            && answered.Depth is >= 1 and <= PixelView.MaxAxis;
        if (!isValid || (long)answered.Width * answered.Height * answered.Depth != count)
        {
            throw Invalid($"{count} labels for a source of {answered.Width} x {answered.Height} x {answered.Depth}.");
        }
    }

    private static void CheckLabels<T>(ReadOnlySpan<T> labels, int labelCount)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if (int.CreateTruncating(labels[i]) >= labelCount)
            {
                throw Invalid($"Label {i} is {labels[i]}, but the head has {labelCount} labels.");
            }
        }
    }

    /// <summary>LABELMAP §3.</summary>
    private static ReadOnlySpan<byte> EncodePayload<T>(ReadOnlySpan<T> labels, AnsweredStream size, int labelCount)
        where T : unmanaged, IBinaryInteger<T>
    {
        // Contours need far less; noise needs more, and is coded again into more room.
        for (long capacity = 1024 + (labels.Length / 16); ; capacity *= 4)
        {
            if (capacity > Array.MaxLength)
            {
                throw Invalid($"{labels.Length} labels of noise do not fit into a label map.");
            }
            var payload = new byte[capacity];
            int length = TryEncodePayload(labels, size, labelCount, payload);
            if (length >= 0)
            {
                return payload.AsSpan(0, length);
            }
        }
    }

    /// <summary>Gives the payload's length, or -1 if the destination is too small.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int TryEncodePayload<T>(ReadOnlySpan<T> labels, AnsweredStream size, int labelCount, Span<byte> payload)
        where T : unmanaged, IBinaryInteger<T>
    {
        // The walk is one for both directions, and writes labels only when it reads a payload.
        Span<T> map = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(labels), labels.Length);
        var probabilities = new LabelProbabilities(stackalloc ushort[LabelProbabilities.Count], stackalloc byte[LabelProbabilities.Count]);
        probabilities.Reset();
        var symbols = new LabelSymbols<LabelBinWriter>(new LabelBinWriter(payload), probabilities);
        var walk = new LabelWalk<T, LabelBinWriter>(symbols, labelCount);
        return walk.Run(map, size.Width, size.Height, size.Depth) == LabelWalkResult.Full ? -1 : walk.Bins.Finish();
    }

    private static EdgeCodecException Invalid(string message) => new(EdgeCodecStatus.InvalidArgument, message);
}
