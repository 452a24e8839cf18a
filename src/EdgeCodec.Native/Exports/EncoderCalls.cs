using System.Runtime.CompilerServices;
using EdgeCodec.Native.Interop;

namespace EdgeCodec.Native.Exports;

/// <summary>What the exports of section 5 do, in frames of their own.</summary>
internal static unsafe class EncoderCalls
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Create(Handle model, EncoderOptions* options, Handle* encoder)
    {
        Argument.NotNull(encoder, nameof(encoder));
        *encoder = default;
        EncoderOptions given = SizedStruct.Read(options, nameof(options));
        if (given.AbiVersion is < 1 or > VersionExports.AbiVersion)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.AbiVersionUnsupported,
                $"options.abi_version is {given.AbiVersion}, expected 1 to {VersionExports.AbiVersion}: begin with EC_ENCODER_OPTIONS_INIT, and install a library as new as the header.");
        }
        *encoder = new Handle(Handles.Encoders.Add(new EncoderSession(Handles.Models.Get(model.Id))));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Destroy(Handle encoder) => Handles.Encoders.Remove(encoder.Id);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Bound(Handle encoder, nuint* bytes)
    {
        Argument.NotNull(bytes, nameof(bytes));
        *bytes = 0;
        *bytes = (nuint)Handles.Encoders.Get(encoder.Id).MaxBytes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Encode(Handle encoder, Image* image, EncodeParams* parameters, byte* stream, nuint capacity, nuint* size)
    {
        Argument.NotNull(size, nameof(size));
        *size = 0;
        EncoderSession session = Handles.Encoders.Get(encoder.Id);
        Image picture = SizedStruct.Read(image, nameof(image));
        EncodeOptions? options = parameters == null ? null : SizedStruct.Read(parameters, "params").ToOptions();
        if (stream == null && capacity > 0)
        {
            throw new EdgeCodecException(EdgeCodecStatus.NullArgument, $"stream is NULL, but capacity is {capacity}.");
        }
        var destination = new Span<byte>(stream, (int)nuint.Min(capacity, int.MaxValue));
        int needed = session.Encode(ImageReader.View(in picture), options, destination);
        *size = (nuint)needed;
        if (needed > destination.Length)
        {
            throw new EdgeCodecException(EdgeCodecStatus.BufferTooSmall, $"capacity is {capacity}, but the stream needs {needed} bytes.");
        }
    }
}
