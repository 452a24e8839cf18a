namespace EdgeCodec;

/// <summary>What an encoder session may use.</summary>
/// <param name="Picture">Threads and width that its memory is made for.</param>
/// <param name="MaxMemory">The most bytes that it may take of the allocator.</param>
internal readonly record struct EncoderLimits(PictureLimits Picture, long MaxMemory);
