using System.Runtime.InteropServices;
using EdgeCodec.Native.Interop;

namespace EdgeCodec.Native.Exports;

/// <summary>Sections 7 and 8 of <c>edgecodec.h</c>: guard, call, map.</summary>
internal static unsafe class EncodeExports
{
    [UnmanagedCallersOnly(EntryPoint = "ecm_encode_bound")]
    public static int Bound(Handle encoder, EncodeParams* parameters, nuint* bytes)
    {
        try
        {
            EncodeCalls.Bound(encoder, parameters, bytes);
            return LastError.None(encoder);
        }
        catch (Exception e)
        {
            return LastError.From(e, encoder);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "ecm_encode")]
    public static int Encode(Handle encoder, Image* image, EncodeParams* parameters, byte* stream, nuint capacity, nuint* size)
    {
        try
        {
            EncodeCalls.Encode(encoder, image, parameters, stream, capacity, size);
            return LastError.None(encoder);
        }
        catch (Exception e)
        {
            return LastError.From(e, encoder);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "ecm_encode_cancel")]
    public static int Cancel(Handle encoder)
    {
        try
        {
            EncodeCalls.Cancel(encoder);
            return LastError.None(encoder);
        }
        catch (Exception e)
        {
            return LastError.From(e, encoder);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "ecm_encode_begin")]
    public static int Begin(Handle encoder, Source* source, EncodeParams* parameters)
    {
        try
        {
            EncodeCalls.Begin(encoder, source, parameters);
            return LastError.None(encoder);
        }
        catch (Exception e)
        {
            return LastError.From(e, encoder);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "ecm_encode_push")]
    public static int Push(Handle encoder, uint slice, uint row, Image* rows)
    {
        try
        {
            EncodeCalls.Push(encoder, slice, row, rows);
            return LastError.None(encoder);
        }
        catch (Exception e)
        {
            return LastError.From(e, encoder);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "ecm_encode_finish")]
    public static int Finish(Handle encoder)
    {
        try
        {
            EncodeCalls.Finish(encoder);
            return LastError.None(encoder);
        }
        catch (Exception e)
        {
            return LastError.From(e, encoder);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "ecm_encode_pull")]
    public static int Pull(Handle encoder, byte* bytes, nuint capacity, nuint* size, PullState* state)
    {
        try
        {
            EncodeCalls.Pull(encoder, bytes, capacity, size, state);
            return LastError.None(encoder);
        }
        catch (Exception e)
        {
            return LastError.From(e, encoder);
        }
    }
}
