using System.Runtime.InteropServices;
using System.Text;

namespace EdgeCodec.Native.Interop;

/// <summary><c>ec_allocator</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Allocator
{
    public void* Opaque;
    public delegate* unmanaged<void*, nuint, void*> Allocate;
    public delegate* unmanaged<void*, void*, void> Release;

    /// <exception cref="EdgeCodecException">InvalidArgument: one function without the other.</exception>
    public readonly NativeAllocator ToNative()
    {
        if ((Allocate == null) != (Release == null))
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.InvalidArgument, $"options.allocator.{(Allocate == null ? "allocate" : "release")} is NULL, expected both functions or none.");
        }
        return Allocate == null ? NativeAllocator.Malloc : new NativeAllocator(Opaque, Allocate, Release);
    }
}

/// <summary><c>ec_runner</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Runner
{
    public void* Opaque;
    public delegate* unmanaged<void*, nint, void*, uint, int> Run;
}

/// <summary><c>ec_log_level</c>.</summary>
internal enum LogLevel
{
    Error = 1,
    Info = 2,
}

/// <summary><c>ec_log</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct Log
{
    private readonly void* _opaque;
    private readonly delegate* unmanaged<void*, LogLevel, byte*, void> _write;

    public bool IsWanted => _write != null;

    /// <summary>Hands over a line, if anybody wants it.</summary>
    public void Write(LogLevel level, string line)
    {
        if (!IsWanted)
        {
            return;
        }
        byte[] text = new byte[Encoding.UTF8.GetMaxByteCount(line.Length) + 1];
        Encoding.UTF8.GetBytes(line, text);
        fixed (byte* start = text)
        {
            _write(_opaque, level, start);
        }
    }
}
