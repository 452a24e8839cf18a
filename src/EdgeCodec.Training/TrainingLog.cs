using System.Diagnostics;
using System.Globalization;

namespace EdgeCodec.Training;

/// <summary>Running means of one epoch's losses.</summary>
internal sealed class EpochSums
{
    private double total, segmentation, bits, features;
    private int steps;

    public double Total => total / Math.Max(1, steps);
    public double Segmentation => segmentation / Math.Max(1, steps);
    public double Bits => bits / Math.Max(1, steps);

    /// <summary>loss_dis; 0 without a discriminator.</summary>
    public double Features => features / Math.Max(1, steps);

    public void Add(double total, double segmentation, double bits, double features)
    {
        this.total += total;
        this.segmentation += segmentation;
        this.bits += bits;
        this.features += features;
        steps++;
    }
}

/// <summary>Progress on standard error, and log.csv in the run's folder: one line an epoch, made to be plotted.</summary>
internal sealed class TrainingLog
{
    private const string FileName = "log.csv", Columns = "epoch,loss,segmentation,bits,heldout_dice,heldout_iou,heldout_bits,seconds,label_features";

    private readonly string path;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly bool terminal = !Console.IsErrorRedirected;
    private TimeSpan lastShown = TimeSpan.MinValue;
    private int firstEpoch = -1;

    public TrainingLog(string run) => path = Path.Combine(run, FileName);

    /// <summary>The log of a run or model goes along to a model folder, if there is one.</summary>
    public static void CopyTo(string from, string folder)
    {
        string log = Path.Combine(from, FileName);
        if (File.Exists(log)) { File.Copy(log, Path.Combine(folder, FileName), overwrite: true); }
    }

    /// <summary>Keeps the lines of the epochs that a checkpoint has: one that ended after them is done again, and has another line.</summary>
    public void GoOnAfter(int epochs)
    {
        string[] kept = File.Exists(path) ? [.. File.ReadLines(path).Skip(1).Take(epochs)] : [];
        File.WriteAllText(path, string.Join('\n', [Columns, .. kept, ""]));
    }

    public void Step(int epoch, int step, int steps, int epochs, EpochSums sums)
    {
        if (firstEpoch < 0) { firstEpoch = epoch; }
        // A terminal gets a line that is rewritten; a file gets one now and then.
        TimeSpan pause = terminal ? TimeSpan.FromSeconds(0.5) : TimeSpan.FromSeconds(30);
        if (lastShown != TimeSpan.MinValue && clock.Elapsed - lastShown < pause) { return; }
        lastShown = clock.Elapsed;
        double done = epoch - firstEpoch + (double)step / steps;
        TimeSpan left = clock.Elapsed * ((epochs - firstEpoch - done) / done);
        string text = string.Create(CultureInfo.InvariantCulture,
            $"epoch {epoch + 1}/{epochs} step {step}/{steps}  loss {sums.Total:F4}  bits {sums.Bits:F0}  left {left:hh\\:mm\\:ss}");
        if (terminal) { Console.Error.Write("\r" + text + "   "); }
        else { Console.Error.WriteLine(text); }
    }

    public void Epoch(int epoch, int epochs, EpochSums sums, Validation v, TimeSpan took)
    {
        File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture,
            $"{epoch + 1},{sums.Total:F5},{sums.Segmentation:F5},{sums.Bits:F1},{v.Dice:F5},{v.Iou:F5},{v.Bits:F1},{took.TotalSeconds:F1},{sums.Features:F5}\n"));
        if (terminal) { Console.Error.WriteLine(); }
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"epoch {epoch + 1}/{epochs} done in {took.TotalSeconds:F0} s  loss {sums.Total:F4}  held-out Dice {v.Dice:F4}  IoU {v.Iou:F4}  bits {v.Bits:F0}"));
    }

    /// <summary>What each number of layers gives, at the end of a run.</summary>
    public void Layers(IReadOnlyList<Validation> figures)
    {
        string file = Path.Combine(Path.GetDirectoryName(path)!, "layers.csv");
        File.WriteAllText(file, "layers,heldout_dice,heldout_iou,heldout_bits\n");
        for (int i = 0; i < figures.Count; i++)
        {
            Validation v = figures[i];
            File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{i + 1},{v.Dice:F5},{v.Iou:F5},{v.Bits:F1}\n"));
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i + 1} of {figures.Count} layers: held-out Dice {v.Dice:F4}  IoU {v.Iou:F4}  bits {v.Bits:F0}"));
        }
    }
}
