using NetVips;

namespace EdgeCodec.Cli.Pictures;

/// <summary>Settings of libvips for the whole process.</summary>
internal static class Vips
{
    private static readonly Lazy<bool> Ready = new(() =>
    {
        // It remembers results by file name, which may hold another picture by now.
        Cache.Max = 0;
        // Its warnings would stand beside the one line of an error; what matters comes as an exception.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.All, static (_, _, _) => { });
        return true;
    });

    /// <summary>Makes the settings, once.</summary>
    public static void Prepare() => _ = Ready.Value;
}
