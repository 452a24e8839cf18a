using System.CommandLine;
using EdgeCodec.Cli;
using EdgeCodec.Training.Onnx;
using Google.Protobuf;

namespace EdgeCodec.Training.Commands;

/// <summary>`edgecodec-train seal`: writes the digest of an ONNX file into it, for networks that another tool made or changed.</summary>
internal static class SealCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "decoder.onnx or heads/NAME.onnx; is replaced", Arity = ArgumentArity.OneOrMore };
        var command = new Command("seal", "Writes the digest of an ONNX file into it, without which it is not run: after another tool made it, or changed it on purpose.") { files };
        command.SetAction(parsed =>
        {
            foreach (string file in parsed.GetValue(files)!) { Run(file); }
            return 0;
        });
        return command;
    }

    internal static void Run(string file)
    {
        InputFile.Check(file);
        byte[] network = File.ReadAllBytes(file);
        try
        {
            if (ModelProto.Parser.ParseFrom(network).MetadataProps.All(m => m.Key != "edgecodec.kind")) { throw new InvalidDataException($"{file}: has no metadata 'edgecodec.kind'; NETWORKS.md says what a network must state"); }
        }
        catch (InvalidProtocolBufferException e) { throw new InvalidDataException($"{file}: is no ONNX file: {e.Message}", e); }
        OutputFile.Write(file, OnnxSeal.Seal(network));
        Console.Error.WriteLine($"sealed: {file}");
    }
}
