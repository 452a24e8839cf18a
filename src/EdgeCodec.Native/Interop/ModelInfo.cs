using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace EdgeCodec.Native.Interop;

/// <summary><c>ec_model_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ModelInfo : ISizedStruct
{
    private const int IdentityBytes = 32;
    private const int TextBytes = 72;

    public uint StructSize;
    public uint SampleTypes;
    public uint Channels;
    public uint Fit;
    public uint GridDepth;
    public uint GridHeight;
    public uint GridWidth;
    public uint MinDepth;
    public uint MinHeight;
    public uint MinWidth;
    public uint MaxAspect16;
    public uint WindowMode;
    public int WindowLow;
    public uint WindowWidth;
    public uint LatentChannels;
    public uint LatentDepth;
    public uint LatentHeight;
    public uint LatentWidth;
    public uint Layers;
    public uint FormatVersion;
    public fixed byte Identity[IdentityBytes];
    public fixed byte IdentityHex[TextBytes];
    public fixed byte Name[TextBytes];
    public ulong Memory;

    public static int FirstSize => 264;

    public static ModelInfo Of(OpenModel open)
    {
        EdgeModel model = open.Model;
        GridSpec grid = model.Grid;
        var info = new ModelInfo
        {
            StructSize = (uint)sizeof(ModelInfo),
            SampleTypes = (uint)grid.SampleTypes,
            Channels = (uint)grid.Channels,
            Fit = (uint)grid.Fit,
            GridDepth = (uint)grid.Depth,
            GridHeight = (uint)grid.Height,
            GridWidth = (uint)grid.Width,
            MinDepth = (uint)grid.MinSource.D,
            MinHeight = (uint)grid.MinSource.H,
            MinWidth = (uint)grid.MinSource.W,
            MaxAspect16 = (uint)grid.MaxAspect16,
            WindowMode = (uint)grid.WindowMode,
            WindowLow = grid.Window.Low,
            WindowWidth = (uint)grid.Window.Width,
            LatentChannels = (uint)model.Latent.Channels,
            LatentDepth = (uint)model.Latent.Depth,
            LatentHeight = (uint)model.Latent.Height,
            LatentWidth = (uint)model.Latent.Width,
            Layers = (uint)model.Latent.Layers,
            FormatVersion = EdgeModelFile.VersionMajor,
            Memory = (ulong)open.Network.PackedBytes,
        };
        model.Identity.CopyTo(new Span<byte>(info.Identity, IdentityBytes));
        // ECM §1: at most 64 characters of ASCII; what is left over stays zero and ends the text.
        Encoding.ASCII.GetBytes(model.IdentityHex, new Span<byte>(info.IdentityHex, TextBytes - 1));
        Encoding.ASCII.GetBytes(model.Name, new Span<byte>(info.Name, TextBytes - 1));
        return info;
    }
}
