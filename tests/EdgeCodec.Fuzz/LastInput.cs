using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace EdgeCodec.Fuzz;

/// <summary>The input at hand, in a file that maps memory: it survives a process that does not, and costs no system call.</summary>
internal sealed unsafe class LastInput : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _memory;

    public LastInput(string path, int maxBytes)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, maxBytes + sizeof(int));
        _view = _file.CreateViewAccessor();
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _memory);
    }

    /// <summary>Writes the length and the bytes.</summary>
    public void Set(ReadOnlySpan<byte> input)
    {
        MemoryMarshal.Write(new Span<byte>(_memory, sizeof(int)), input.Length);
        input.CopyTo(new Span<byte>(_memory + sizeof(int), input.Length));
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
