using System.Runtime.CompilerServices;
using EdgeCodec.Native.Interop;

namespace EdgeCodec.Native.Exports;

/// <summary>What the exports of sections 7 and 8 do, in frames of their own.</summary>
internal static unsafe class EncodeCalls
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Bound(Handle encoder, EncodeParams* parameters, nuint* bytes)
    {
        Argument.NotNull(bytes, nameof(bytes));
        *bytes = 0;
        EncoderSession session = SessionOf(encoder);
        *bytes = (nuint)session.MaxBytes(EncodeParams.Read(parameters));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Encode(Handle encoder, Image* image, EncodeParams* parameters, byte* stream, nuint capacity, nuint* size)
    {
        Argument.NotNull(size, nameof(size));
        *size = 0;
        EncoderSession session = SessionOf(encoder);
        Image picture = SizedStruct.Read(image, nameof(image));
        EncoderChoices choices = EncodeParams.Read(parameters);
        Span<byte> destination = Buffer(stream, capacity, nameof(stream));
        int needed = session.Encode(ImageReader.Read(in picture, nameof(image)), choices, destination);
        *size = (nuint)needed;
        if (needed > destination.Length)
        {
            throw new EdgeCodecException(EdgeCodecStatus.BufferTooSmall, $"capacity is {capacity}, but the stream needs {needed} bytes.");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Cancel(Handle encoder) => Handles.Encoders.Get(encoder.Id).Session.Cancel();

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Begin(Handle encoder, Source* source, EncodeParams* parameters)
    {
        EncoderSession session = SessionOf(encoder);
        Source given = SizedStruct.Read(source, nameof(source));
        session.Begin(given.ToSource(), given.Complete(EncodeParams.Read(parameters)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Push(Handle encoder, uint slice, uint row, Image* rows)
    {
        EncoderSession session = SessionOf(encoder);
        Image given = SizedStruct.Read(rows, nameof(rows));
        session.Push(slice, row, ImageReader.Read(in given, nameof(rows)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Finish(Handle encoder) => SessionOf(encoder).Finish();

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Pull(Handle encoder, byte* bytes, nuint capacity, nuint* size, PullState* state)
    {
        Argument.NotNull(size, nameof(size));
        *size = 0;
        Argument.NotNull(state, nameof(state));
        *state = PullState.Waits;
        EncoderSession session = SessionOf(encoder);
        Span<byte> destination = Buffer(bytes, capacity, nameof(bytes));
        *size = (nuint)session.Pull(destination, out bool hasMore, out bool isEnd);
        *state = hasMore ? PullState.Bytes : isEnd ? PullState.End : PullState.Waits;
    }

    /// <summary>The session of a call that cancelling and destroying are not.</summary>
    /// <exception cref="EdgeCodecException">InvalidHandle; Busy if the call comes from the encoder's log.</exception>
    private static EncoderSession SessionOf(Handle encoder)
    {
        OpenEncoder open = Handles.Encoders.Get(encoder.Id);
        return open.IsLogging
            ? throw new EdgeCodecException(EdgeCodecStatus.Busy, "The encoder is busy with the call that its log is told of.")
            : open.Session;
    }

    /// <summary>A buffer of the program's; NULL is one of no bytes.</summary>
    private static Span<byte> Buffer(byte* start, nuint capacity, string name) => start == null && capacity > 0
        ? throw new EdgeCodecException(EdgeCodecStatus.NullArgument, $"{name} is NULL, but capacity is {capacity}.")
        : new Span<byte>(start, (int)nuint.Min(capacity, int.MaxValue));
}
