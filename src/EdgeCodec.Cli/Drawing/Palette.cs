namespace EdgeCodec.Cli.Drawing;

/// <summary>Colours that readers with any kind of colour vision tell apart.</summary>
internal static class Palette
{
    public const string Ink = "#1b1f24";
    public const string FaintInk = "#57606a";
    public const string Paper = "#ffffff";
    public const string Halo = "#000000";

    // Of Okabe and Ito's set, those that stand out on skin and on the feature map.
    private static readonly string[] LabelColours = ["#56b4e9", "#009e73", "#cc79a7", "#0072b2", "#d55e00"];

    /// <summary>Outline of the true region where there is one label beside the background.</summary>
    public const string Truth = "#ffd400";

    /// <summary>Outline of a predicted label, from 1 on.</summary>
    public static string OfLabel(int label) => LabelColours[(label - 1) % LabelColours.Length];

    // A polynomial fit to matplotlib's viridis (public domain), one row a power of the value.
    private static readonly double[][] ViridisFit =
    [
        [0.2777273272234177, 0.005407344544966578, 0.3340998053353061],
        [0.1050930431085774, 1.404613529898575, 1.384590162594685],
        [-0.3308618287255563, 0.214847559468213, 0.09509516302823659],
        [-4.634230498983486, -5.799100973351585, -19.33244095627987],
        [6.228269936347081, 14.17993336680509, 56.69055260068105],
        [4.776384997670288, -13.74514537774601, -65.35303263337234],
        [-5.435455855934631, 4.645852612178535, 26.3124352495832],
    ];

    /// <summary>Viridis as a table of 256 colours, three bytes each: even steps of value look like even steps.</summary>
    public static byte[] Viridis { get; } = CreateViridis();

    private static byte[] CreateViridis()
    {
        var table = new byte[256 * 3];
        for (int i = 0; i < 256; i++)
        {
            for (int c = 0; c < 3; c++)
            {
                double value = 0;
                for (int power = ViridisFit.Length - 1; power >= 0; power--)
                {
                    value = (value * i / 255) + ViridisFit[power][c];
                }
                table[(i * 3) + c] = (byte)Math.Clamp(Math.Round(255 * value), 0, 255);
            }
        }
        return table;
    }
}
