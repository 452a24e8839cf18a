using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace EdgeCodec.Native.Interop;

/// <summary>
/// The texts of <see cref="EdgeCodecStatusText"/> in memory that stays: each is copied when first asked for
/// and never freed, so that a pointer to it is good for as long as the process.
/// </summary>
internal static unsafe class StatusMessages
{
    private const int MaxStatus = 99;

    private static readonly nint[] s_texts = new nint[MaxStatus + 2];

    /// <summary>For when there is no memory left for the text.</summary>
    public static byte* Unavailable => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference("message not available: out of memory"u8));

    public static byte* Of(EdgeCodecStatus status)
    {
        // The last entry serves all values that are no status.
        int index = (int)status is >= 0 and <= MaxStatus ? (int)status : MaxStatus + 1;
        nint known = Volatile.Read(ref s_texts[index]);
        return (byte*)(known != 0 ? known : Add(index, status.Message()));
    }

    private static nint Add(int index, string text)
    {
        int bytes = Encoding.UTF8.GetByteCount(text);
        var copy = (byte*)NativeMemory.Alloc((nuint)bytes + 1);
        Encoding.UTF8.GetBytes(text, new Span<byte>(copy, bytes));
        copy[bytes] = 0;
        nint other = Interlocked.CompareExchange(ref s_texts[index], (nint)copy, 0);
        if (other == 0)
        {
            return (nint)copy;
        }
        NativeMemory.Free(copy);
        return other;
    }
}
