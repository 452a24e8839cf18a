namespace EdgeCodec;

/// <summary>
/// Distance between the centres of neighbouring source samples, in nanometres: up to 4.29 m, exact enough for a
/// microscope. For information; the codec does not use it.
/// </summary>
/// <param name="D">Along depth, at least 1.</param>
/// <param name="H">Along height, at least 1.</param>
/// <param name="W">Along width, at least 1.</param>
public readonly record struct VoxelSpacing(uint D, uint H, uint W)
{
    /// <summary>Whether all three are at least 1.</summary>
    public bool IsValid => D >= 1 && H >= 1 && W >= 1;
}
