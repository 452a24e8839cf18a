using System.Runtime.InteropServices;
using EdgeCodec.Native.Interop;

namespace EdgeCodec.Native.Exports;

/// <summary>Section 4 of <c>edgecodec.h</c>: guard, call, map.</summary>
internal static unsafe class ModelExports
{
    [UnmanagedCallersOnly(EntryPoint = "ecm_model_open_memory")]
    public static int OpenMemory(byte* data, nuint size, ModelOptions* options, Handle* model)
    {
        try
        {
            ModelCalls.OpenMemory(data, size, options, model);
            return LastError.None();
        }
        catch (Exception e)
        {
            return LastError.From(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "ecm_model_open_file")]
    public static int OpenFile(byte* path, ModelOptions* options, Handle* model)
    {
        try
        {
            ModelCalls.OpenFile(path, options, model);
            return LastError.None();
        }
        catch (Exception e)
        {
            return LastError.From(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "ecm_model_close")]
    public static int Close(Handle model)
    {
        try
        {
            ModelCalls.Close(model);
            return LastError.None();
        }
        catch (Exception e)
        {
            return LastError.From(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "ecm_model_get_info")]
    public static int GetInfo(Handle model, ModelInfo* info)
    {
        try
        {
            ModelCalls.GetInfo(model, info);
            return LastError.None();
        }
        catch (Exception e)
        {
            return LastError.From(e);
        }
    }
}
