using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using EdgeCodec.Native.Interop;

namespace EdgeCodec.Native.Exports;

/// <summary>What the exports of section 3 do, in frames of their own.</summary>
internal static unsafe class ModelCalls
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void OpenMemory(byte* data, nuint size, Handle* model)
    {
        Argument.NotNull(model, nameof(model));
        *model = default;
        Argument.NotNull(data, nameof(data));
        if (size > int.MaxValue)
        {
            throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, $"size is {size}, expected at most {int.MaxValue} bytes.");
        }
        *model = new Handle(Handles.Models.Add(EdgeModel.Parse(new ReadOnlySpan<byte>(data, (int)size))));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void OpenFile(byte* path, Handle* model)
    {
        Argument.NotNull(model, nameof(model));
        *model = default;
        Argument.NotNull(path, nameof(path));
        string text = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(path));
        if (text.Length == 0)
        {
            throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, "path is empty, expected the name of a file.");
        }
        *model = new Handle(Handles.Models.Add(EdgeModel.Load(text)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Close(Handle model) => Handles.Models.Remove(model.Id);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void GetInfo(Handle model, ModelInfo* info)
    {
        Argument.NotNull(info, nameof(info));
        EdgeModel open = Handles.Models.Get(model.Id);
        ModelInfo value = ModelInfo.Of(open);
        SizedStruct.Write(info, in value, nameof(info));
    }
}
