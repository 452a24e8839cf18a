namespace EdgeCodec.Native.Interop;

/// <summary><c>ec_pull_state</c>.</summary>
internal enum PullState
{
    Waits = 0,
    Bytes = 1,
    End = 2,
}
