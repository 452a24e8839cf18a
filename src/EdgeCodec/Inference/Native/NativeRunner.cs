namespace EdgeCodec;

/// <summary>A host's threads (<c>ec_runner_fn</c>); the default is the calling thread alone.</summary>
internal readonly unsafe struct NativeRunner(delegate* unmanaged<void*, nint, void*, uint, int> run, void* opaque)
{
    public readonly delegate* unmanaged<void*, nint, void*, uint, int> Run = run;
    public readonly void* Opaque = opaque;
}
