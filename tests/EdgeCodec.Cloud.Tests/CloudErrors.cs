using Xunit;

namespace EdgeCodec.Cloud.Tests;

/// <summary>Asserts on the cloud half's errors.</summary>
internal static class CloudErrors
{
    /// <summary>Expects the status, and a message that holds every word.</summary>
    public static void Expect(CloudStatus status, Action action, params string[] words)
    {
        var e = Assert.Throws<CloudException>(action);
        Assert.True(e.Status == status, $"expected {status}, got {e.Status}: {e.Message}");
        Assert.All(words, word => Assert.Contains(word, e.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', e.Message);
    }
}
