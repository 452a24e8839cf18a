using Xunit;

namespace EdgeCodec.Tests;

/// <summary>Asserts on the codec's errors.</summary>
internal static class Errors
{
    public static EdgeCodecException Expect(EdgeCodecStatus status, Action action)
    {
        var e = Assert.Throws<EdgeCodecException>(action);
        Assert.True(e.Status == status, $"expected {status}, got {e.Status}: {e.Message}");
        return e;
    }
}
