using System.Diagnostics;
using EdgeCodec.Tests;

namespace EdgeCodec.Campaign;

/// <summary>The C library in a process of its own, be it of another processor: <c>tests/campaign/encode_pipe.c</c>.</summary>
internal sealed class PipeContestant : IContestant
{
    private readonly Process _process;
    private readonly BinaryWriter _to;
    private readonly BinaryReader _from;
    private EdgeModel? _model;

    /// <param name="description">NAME=[VARIABLE=VALUE...] COMMAND [ARGUMENT...]</param>
    public PipeContestant(string description)
    {
        string[] parts = description.Split('=', 2);
        string[] words = parts.Length == 2 ? parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        int command = Array.FindIndex(words, word => !word.Contains('='));
        if (command < 0) { throw new ArgumentException($"'{description}' is not NAME=COMMAND", nameof(description)); }
        Name = parts[0];
        var start = new ProcessStartInfo(words[command], words[(command + 1)..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (string[] variable in words[..command].Select(word => word.Split('=', 2))) { start.Environment[variable[0]] = variable[1]; }
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{words[command]} did not start");
        _to = new BinaryWriter(_process.StandardInput.BaseStream);
        _from = new BinaryReader(_process.StandardOutput.BaseStream);
    }

    public string Name { get; }

    public void Begin(Job job)
    {
        bool isNew = !ReferenceEquals(_model, job.Model);
        _to.Write(isNew ? job.ModelBytes.Length : 0);
        if (isNew) { _to.Write(job.ModelBytes); }
        _model = job.Model;
        ImageMaker image = job.Image;
        IntensityWindow window = job.Window ?? default;
        foreach (int value in (int[])[(int)image.Type, image.Channels, image.Width, image.Height, image.Depth, window.Low, window.Width, job.Layers])
        {
            _to.Write(value);
        }
        foreach (long value in (long[])[image.Origin, image.ChannelStride, image.ColumnStride, image.RowStride, image.SliceStride, image.Data.LongLength])
        {
            _to.Write(value);
        }
        _to.Write(image.Data);
        _to.Flush();
    }

    public byte[] End()
    {
        int size = _from.ReadInt32();
        if (size < 0) { throw new InvalidOperationException($"{Name} returned status {-size}"); }
        return _from.ReadBytes(size);
    }

    public void Dispose()
    {
        _to.Dispose();
        _process.WaitForExit();
        _process.Dispose();
    }
}
