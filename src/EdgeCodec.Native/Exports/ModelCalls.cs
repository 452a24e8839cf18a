using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using EdgeCodec.Native.Interop;

namespace EdgeCodec.Native.Exports;

/// <summary>What the exports of section 4 do, in frames of their own.</summary>
internal static unsafe class ModelCalls
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void OpenMemory(byte* data, nuint size, ModelOptions* options, Handle* model)
    {
        Argument.NotNull(model, nameof(model));
        *model = default;
        ReadOnlySpan<byte> file = Argument.Bytes(data, size, nameof(data));
        ModelOptions given = Read(options);
        *model = Add(EdgeModel.Parse(file), in given);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void OpenFile(byte* path, ModelOptions* options, Handle* model)
    {
        Argument.NotNull(model, nameof(model));
        *model = default;
        Argument.NotNull(path, nameof(path));
        string text = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(path));
        if (text.Length == 0)
        {
            throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, "path is empty, expected the name of a file.");
        }
        ModelOptions given = Read(options);
        *model = Add(EdgeModel.Load(text), in given);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Close(Handle model) => Handles.Models.Remove(model.Id).Network.Release();

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void GetInfo(Handle model, ModelInfo* info)
    {
        Argument.NotNull(info, nameof(info));
        ModelInfo value = ModelInfo.Of(Handles.Models.Get(model.Id));
        SizedStruct.Write(info, in value, nameof(info));
    }

    private static ModelOptions Read(ModelOptions* options)
    {
        if (options == null)
        {
            return default;
        }
        ModelOptions given = SizedStruct.Read(options, nameof(options));
        AbiVersion.Check(given.AbiVersion);
        return given;
    }

    private static Handle Add(EdgeModel model, in ModelOptions options)
    {
        OpenModel open = OpenModel.Pack(model, options.Allocator.ToNative(), options.Log);
        try
        {
            return new Handle(Handles.Models.Add(open));
        }
        catch
        {
            open.Network.Release();
            throw;
        }
    }
}
