using System.Runtime.InteropServices;

namespace EdgeCodec.Native.Interop;

/// <summary><c>ec_encoder_options</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct EncoderOptions : ISizedStruct
{
    /// <summary>What max_memory = 0 stands for.</summary>
    private const long DefaultMemory = 256 << 20;

    public uint StructSize;
    public uint AbiVersion;
    public uint Threads;
    public uint MaxWidth;
    public ulong MaxMemory;
    public Runner Runner;
    public Allocator Allocator;
    public Log Log;

    public static int FirstSize => 80;

    /// <summary>Options as the program gave them; NULL is none of them.</summary>
    public static EncoderOptions Read(EncoderOptions* options)
    {
        if (options == null)
        {
            return default;
        }
        EncoderOptions given = SizedStruct.Read(options, nameof(options));
        Interop.AbiVersion.Check(given.AbiVersion);
        return given;
    }

    /// <exception cref="EdgeCodecException">InvalidArgument, naming the option.</exception>
    public readonly EncoderLimits ToLimits()
    {
        if (Threads > PictureLimits.MaxThreads)
        {
            throw Invalid($"options.threads is {Threads}, expected 0 to {PictureLimits.MaxThreads}.");
        }
        if (Threads > 1 && Runner.Run == null)
        {
            throw Invalid($"options.threads is {Threads}, but options.runner.run is NULL: the library starts no threads of its own.");
        }
        if (MaxWidth > PixelView.MaxAxis)
        {
            throw Invalid($"options.max_width is {MaxWidth}, expected 0 to {PixelView.MaxAxis}.");
        }
        var picture = new PictureLimits((int)Math.Max(1, Threads), MaxWidth == 0 ? PixelView.MaxAxis : (int)MaxWidth);
        return new EncoderLimits(picture, MaxMemory == 0 ? DefaultMemory : (long)Math.Min(MaxMemory, long.MaxValue));
    }

    private static EdgeCodecException Invalid(string what) => new(EdgeCodecStatus.InvalidArgument, what);
}
