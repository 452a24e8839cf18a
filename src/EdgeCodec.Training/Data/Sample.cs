namespace EdgeCodec.Training.Data;

/// <summary>One picture of a segmentation set at the model grid.</summary>
/// <param name="Id">The picture's name without extension.</param>
/// <param name="Pixels">RGB, [3, H, W], 0 to 255.</param>
/// <param name="Mask">Share of lesion under each grid sample, [H, W], 0 to 255.</param>
internal sealed record Sample(string Id, byte[] Pixels, byte[] Mask);
