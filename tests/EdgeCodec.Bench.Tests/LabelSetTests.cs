using EdgeCodec.Bench.LabelMaps;
using EdgeCodec.Cli.Tests;
using Xunit;

namespace EdgeCodec.Bench.Tests;

/// <summary>The benchmark's claim, on the first maps of each set where the sets are at hand beside the checkout.</summary>
public class LabelSetTests
{
    private static readonly string DataSets = Path.Combine(Repository.Root, "..", "shared", "datasets");

    [DataSetsTheory]
    [InlineData("isic2017")]
    [InlineData("hippocampus")]
    [InlineData("acdc")]
    public void LabelMap_OfRealLabels_IsHalfOfWhatGeneralCodersTake(string set)
    {
        var comparison = new LabelComparison(set, [new OwnPeer(), new FaxPeer(), BarePeer.Deflate, BarePeer.Lz4]);
        foreach (LabelVolume volume in LabelSets.Read(Path.Combine(DataSets, set), "val", limit: 12))
        {
            comparison.Run(volume);
        }
        Assert.Equal(12, comparison.Maps);
        Assert.InRange(comparison.Bytes(0), 1, comparison.Bytes(1) - 1);
        Assert.InRange(2 * comparison.Bytes(0), 1, comparison.Bytes(2));
        Assert.InRange(2 * comparison.Bytes(0), 1, comparison.Bytes(3));
    }

    /// <summary>Runs where the data sets are; elsewhere it is reported as skipped.</summary>
    private sealed class DataSetsTheoryAttribute : TheoryAttribute
    {
        public DataSetsTheoryAttribute()
        {
            if (!Directory.Exists(DataSets)) { Skip = $"needs the data sets in {DataSets}"; }
        }
    }
}
