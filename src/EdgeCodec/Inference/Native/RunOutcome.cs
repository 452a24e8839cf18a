namespace EdgeCodec;

/// <summary><c>ec_run</c>: how the kernels got on with a picture.</summary>
internal enum RunOutcome
{
    Done = 0,
    Cancelled = 1,
    RunnerFailed = 2,
    Refused = 3,
}
