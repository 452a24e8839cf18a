using System.Runtime.InteropServices;

namespace EdgeCodec.Native.Interop;

/// <summary><c>ec_model</c> and <c>ec_encoder</c>: a number that <see cref="HandleTable{T}"/> gave out.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Handle(ulong id)
{
    public readonly ulong Id = id;
}

/// <summary>All that is open in this process.</summary>
internal static class Handles
{
    public static readonly HandleTable<OpenModel> Models = new(0xE1, "model");

    public static readonly HandleTable<OpenEncoder> Encoders = new(0xE2, "encoder");
}
