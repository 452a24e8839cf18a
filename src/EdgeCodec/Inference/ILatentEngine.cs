namespace EdgeCodec;

/// <summary>From an image that the model takes to latent bits (ECM §2, §3). All engines give the same bits.</summary>
internal interface ILatentEngine
{
    /// <summary>What runs: a kernel of the native table, or "reference".</summary>
    string Name { get; }

    /// <summary>Makes the latent of an image.</summary>
    /// <param name="image">Checked: the model takes it.</param>
    /// <param name="window">The window that holds for it.</param>
    /// <param name="bits">Receives 0 or 1 each, ordered <c>[C, D, H, W]</c>.</param>
    void Run(in PixelView image, IntensityWindow window, Span<byte> bits);
}
