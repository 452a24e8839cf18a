using System.Runtime.InteropServices;
using EdgeCodec.Native.Interop;

namespace EdgeCodec.Native.Exports;

/// <summary>Section 5 of <c>edgecodec.h</c>: guard, call, map.</summary>
internal static unsafe class EncoderExports
{
    [UnmanagedCallersOnly(EntryPoint = "ec_encoder_create")]
    public static int Create(Handle model, EncoderOptions* options, Handle* encoder)
    {
        try
        {
            EncoderCalls.Create(model, options, encoder);
            return LastError.None();
        }
        catch (Exception e)
        {
            return LastError.From(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "ec_encoder_destroy")]
    public static int Destroy(Handle encoder)
    {
        try
        {
            EncoderCalls.Destroy(encoder);
            return LastError.None();
        }
        catch (Exception e)
        {
            return LastError.From(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "ec_encode_bound")]
    public static int Bound(Handle encoder, nuint* bytes)
    {
        try
        {
            EncoderCalls.Bound(encoder, bytes);
            return LastError.None();
        }
        catch (Exception e)
        {
            return LastError.From(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "ec_encode")]
    public static int Encode(Handle encoder, Image* image, EncodeParams* parameters, byte* stream, nuint capacity, nuint* size)
    {
        try
        {
            EncoderCalls.Encode(encoder, image, parameters, stream, capacity, size);
            return LastError.None();
        }
        catch (Exception e)
        {
            return LastError.From(e);
        }
    }
}
