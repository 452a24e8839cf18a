using System.Runtime.CompilerServices;
using EdgeCodec.Native.Interop;

namespace EdgeCodec.Native.Exports;

/// <summary>What the exports of section 6 do, in frames of their own.</summary>
internal static unsafe class EncoderCalls
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Memory(Handle model, EncoderOptions* options, MemoryInfo* memory)
    {
        Argument.NotNull(memory, nameof(memory));
        OpenModel open = Handles.Models.Get(model.Id);
        EncoderLimits limits = EncoderOptions.Read(options).ToLimits();
        var value = new MemoryInfo
        {
            Blocks = 1,
            Native = (ulong)EncoderSession.NativeBytes(open.Model, open.Network, limits.Picture),
            Heap = (ulong)EncoderSession.HeapBytes(open.Model),
        };
        SizedStruct.Write(memory, in value, nameof(memory));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Create(Handle model, EncoderOptions* options, Handle* encoder)
    {
        Argument.NotNull(encoder, nameof(encoder));
        *encoder = default;
        EncoderOptions given = EncoderOptions.Read(options);
        EncoderLimits limits = given.ToLimits();
        NativeAllocator allocator = given.Allocator.ToNative();
        OpenModel open = Handles.Models.Get(model.Id);
        var session = new EncoderSession(
            open.Model, open.Network, limits, allocator, new NativeRunner(given.Runner.Run, given.Runner.Opaque));
        try
        {
            if (given.Log.IsWanted)
            {
                given.Log.Write(
                    LogLevel.Info,
                    $"encoder for model {open.Model} created: {EncoderSession.NativeBytes(open.Model, open.Network, limits.Picture)} bytes, {limits.Picture.Threads} threads");
            }
            *encoder = new Handle(Handles.Encoders.Add(new OpenEncoder(session, given.Log)));
        }
        catch
        {
            session.Close();
            throw;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Destroy(Handle encoder) => Handles.Encoders.Remove(encoder.Id).Session.Close();
}
