using System.Text.Json.Nodes;
using Xunit;

namespace EdgeCodec.Cli.Tests;

/// <summary>The whole path over the real validation split, where the data set is at hand beside the checkout.</summary>
public class ValidationSplitTests
{
    private static readonly string DataSet = Path.Combine(Repository.Root, "..", "shared", "datasets", "isic2017");

    [DataSetFact]
    public void Coded_KeepsItsAccuracyAndRate()
    {
        JsonObject json = CommandRun.Of("eval", "-m", Path.Combine(Repository.Root, "models", "isic2017"), "--data", DataSet, "--split", "val", "--json").Json;
        Assert.Equal(121, (int)json["images"]!);
        Assert.InRange((double)json["dice"]!, 0.876, 1);
        Assert.InRange((double)json["bytes_mean"]!, 13, 38.5);
        Assert.InRange((int)json["bytes_max"]!, 13, 71);
    }

    /// <summary>Runs where the data set is; elsewhere it is reported as skipped.</summary>
    private sealed class DataSetFactAttribute : FactAttribute
    {
        public DataSetFactAttribute()
        {
            if (!Directory.Exists(DataSet)) { Skip = $"needs the ISIC 2017 pictures in {DataSet}"; }
        }
    }
}
