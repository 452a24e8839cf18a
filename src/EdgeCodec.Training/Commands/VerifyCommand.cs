using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using EdgeCodec.Training.Data;
using EdgeCodec.Training.Designs;
using EdgeCodec.Training.Export;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Commands;

/// <summary>
/// `edgecodec-train verify`: whether the integers of the exported edge model are those that were trained, and what
/// int8 costs against the same C in float32.
/// </summary>
internal static class VerifyCommand
{
    internal sealed record Figures(int Pictures, long Bits, long BitsDiffering, double BitsEqualShare, double DiceInt8, double DiceFloat);

    public static Command Create()
    {
        var recipe = new Option<string?>("--recipe") { Description = "the run's recipe, to be sure of it (default: what the run says)" };
        var run = new Option<DirectoryInfo>("--run") { Description = "run folder with a checkpoint and model/", Required = true };
        var data = new Option<DirectoryInfo>("--data") { Description = "data set: images/, masks/, splits.csv", Required = true };
        var split = new Option<string>("--split") { Description = "split to run over", DefaultValueFactory = _ => "val" };
        var cache = new Option<DirectoryInfo?>("--cache") { Description = "folder for decoded pictures (default: RUN/cache)" };
        var json = new Option<bool>("--json") { Description = "print one JSON object on standard output" };
        var command = new Command("verify", "Compares the exported integers with the trained network, and int8 with float.") { recipe, run, data, split, cache, json };
        command.SetAction(parsed =>
        {
            string folder = parsed.GetValue(run)!.FullName;
            Recipe read = parsed.GetValue(recipe) is string name ? Recipe.Load(name) : Checkpoint.RecipeOf(folder);
            // Refused now rather than after the pictures are decoded.
            Checkpoint.ReadState(folder, read);
            if (read.Design != "coded") { throw new InvalidDataException($"{folder}: its design is {read.Design}; verify is for coded ones"); }
            SegmentationSet set = SegmentationSet.Open(parsed.GetValue(data)!.FullName);
            IReadOnlyList<Sample> samples = set.Load(
                set.Split(parsed.GetValue(split)!), DesignGrid.Of(read), parsed.GetValue(cache)?.FullName ?? Path.Combine(folder, "cache"));
            Print(Measure(read, folder, samples), parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    internal static Figures Measure(Recipe recipe, string run, IReadOnlyList<Sample> samples)
    {
        using var _ = no_grad();
        Checkpoint.State state = Checkpoint.ReadState(run, recipe);
        var design = (CodedDesign)DesignFactory.Create(recipe, null, null);
        design.EnterEpoch(state.NextEpoch - 1);
        Checkpoint.LoadAverage(run, design.Networks);
        foreach (nn.Module network in design.Networks.Values) { network.eval(); }
        EdgeModel edge = EdgeModel.Load(Path.Combine(run, "model", "edge.ecm"));

        int[] all = [.. Enumerable.Range(0, samples.Count)];
        long bits = 0, differing = 0;
        double int8 = 0, unrounded = 0;
        for (int start = 0; start < samples.Count; start += recipe.Batch)
        {
            using var scope = NewDisposeScope();
            int count = Math.Min(recipe.Batch, samples.Count - start);
            (Tensor pictures, Tensor masks) = Batches.Make(samples, all.AsSpan(start, count), recipe.Grid);
            (Tensor quantised, Tensor real) = design.Latents(pictures);
            (long compared, long different) = Compare(edge, pictures, quantised);
            bits += compared;
            differing += different;
            int8 += Validation.SumOverlap(design.Segment(quantised), masks).Dice;
            unrounded += Validation.SumOverlap(design.Segment(real), masks).Dice;
        }
        return new Figures(samples.Count, bits, differing, 1 - (double)differing / bits, int8 / samples.Count, unrounded / samples.Count);
    }

    private static (long Compared, long Different) Compare(EdgeModel edge, Tensor pictures, Tensor latents)
    {
        byte[] interleaved = pictures.permute(0, 2, 3, 1).to(ScalarType.Byte).contiguous().data<byte>().ToArray();
        float[] expected = latents.contiguous().data<float>().ToArray();
        int count = (int)pictures.shape[0], samples = interleaved.Length / count, each = expected.Length / count;
        long different = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> integer = ReferenceNetwork.Run(edge, interleaved.AsSpan(i * samples, samples)).Bits;
            for (int b = 0; b < each; b++) { different += integer[b] == 1 == expected[i * each + b] > 0 ? 0 : 1; }
        }
        return (expected.Length, different);
    }

    private static void Print(Figures f, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(f, JsonSerializerOptions.Web));
            return;
        }
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            pictures                               {f.Pictures}
            latent bits, integer = trained         {f.BitsEqualShare:P4} ({f.BitsDiffering} of {f.Bits} differ)
            Dice at grid size, int8 C              {f.DiceInt8:F4}
            Dice at grid size, the same C in float {f.DiceFloat:F4}
            """));
    }
}
