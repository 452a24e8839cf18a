using System.Runtime.InteropServices;
using EdgeCodec.Native.Interop;

namespace EdgeCodec.Native.Exports;

/// <summary>Section 2 of <c>edgecodec.h</c>. These change no error text, so that they can report one.</summary>
internal static unsafe class StatusExports
{
    [UnmanagedCallersOnly(EntryPoint = "ec_status_message")]
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

    [UnmanagedCallersOnly(EntryPoint = "ec_last_error")]
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
}
