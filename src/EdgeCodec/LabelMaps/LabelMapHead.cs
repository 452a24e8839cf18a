namespace EdgeCodec;

/// <summary>The head that made a label map (LABELMAP §2). Immutable.</summary>
/// <param name="Name">1 to 64 bytes of UTF-8 without control characters.</param>
/// <param name="Version">At least 1.</param>
/// <param name="LabelCount">Labels that it tells apart, background included, 1 to 65536: every label is below this.</param>
public sealed record LabelMapHead(string Name, int Version, int LabelCount);
