using System.Runtime.InteropServices;
using EdgeCodec.Native.Interop;

namespace EdgeCodec.Native.Exports;

/// <summary>Section 6 of <c>edgecodec.h</c>: guard, call, map.</summary>
internal static unsafe class EncoderExports
{
    [UnmanagedCallersOnly(EntryPoint = "ecm_encoder_memory")]
    public static int Memory(Handle model, EncoderOptions* options, MemoryInfo* memory)
    {
        try
        {
            EncoderCalls.Memory(model, options, memory);
            return LastError.None();
        }
        catch (Exception e)
        {
            return LastError.From(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "ecm_encoder_create")]
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

    [UnmanagedCallersOnly(EntryPoint = "ecm_encoder_destroy")]
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
}
