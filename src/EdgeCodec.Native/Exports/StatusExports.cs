using System.Runtime.InteropServices;
using EdgeCodec.Native.Interop;

namespace EdgeCodec.Native.Exports;

/// <summary>Sections 1 and 2 of <c>edgecodec.h</c>. Those of texts change no error text, so that they can report one.</summary>
internal static unsafe class StatusExports
{
    [UnmanagedCallersOnly(EntryPoint = "ecm_bitstream_version")]
    public static uint Bitstream() => StreamFormat.Version;

    [UnmanagedCallersOnly(EntryPoint = "ecm_model_version")]
    public static uint Model() => EdgeModelFile.VersionMajor;

    [UnmanagedCallersOnly(EntryPoint = "ecm_status_message")]
    public static byte* Message(int status)
    {
        try
        {
            return StatusMessages.Of((EdgeCodecStatus)status);
        }
        catch (Exception)
        {
            return StatusMessages.Unavailable;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "ecm_last_error")]
    public static nuint Last(byte* text, nuint capacity)
    {
        try
        {
            return LastError.CopyTo(text, capacity);
        }
        catch (Exception)
        {
            return 0;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "ecm_encoder_last_error")]
    public static nuint LastOf(Handle encoder, byte* text, nuint capacity)
    {
        try
        {
            return LastError.CopyTo(encoder, text, capacity);
        }
        catch (Exception)
        {
            return 0;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "ecm_runtime_get_info")]
    public static int GetInfo(RuntimeInfo* info)
    {
        try
        {
            RuntimeCalls.GetInfo(info);
            return LastError.None();
        }
        catch (Exception e)
        {
            return LastError.From(e);
        }
    }
}
