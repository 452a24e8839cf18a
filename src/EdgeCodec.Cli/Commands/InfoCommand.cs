using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace EdgeCodec.Cli.Commands;

/// <summary>`edgecodec info`: what is in a stream, an edge model or a model folder.</summary>
internal static class InfoCommand
{
    private static readonly byte[] ModelMagic = "ECM\u001a"u8.ToArray();

    public static Command Create()
    {
        var target = new Argument<string>("TARGET") { Description = "stream (.ecs), label map (.ecl), edge model (.ecm), model folder, or name of a model under models/" };
        var json = Shared.Json();
        var command = new Command("info", "Says what is in a stream, a label map or a model.") { target, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(target)!;
            JsonObject facts = File.Exists(path) ? OfFile(path) : OfFolder(ModelFolder.Open(path));
            if (parsed.GetValue(json)) { Shared.Print(facts); }
            else { PrintTable(facts, ""); }
            return 0;
        });
        return command;
    }

    private static JsonObject OfFile(string path)
    {
        byte[] bytes = InputFile.ReadStream(path);
        return bytes.AsSpan().StartsWith(ModelMagic) 
            ? OfEdge(InputFile.Named(path, () => EdgeModelIdentity.Verify(bytes, SHA256.HashData)), bytes.Length)
            : LabelMapDecoder.IsLabelMap(bytes) ? OfLabelMap(path, bytes) : OfStream(path, bytes);
    }

    private static JsonObject OfLabelMap(string path, byte[] bytes)
    {
        InputFile.Named(path, () =>
        {
            LabelMapDecoder.Verify(bytes);
            return 0;
        });
        return OfLabelMap(LabelMapDecoder.ReadHeader(bytes), bytes.Length);
    }

    /// <summary>What a label map's header says, for `labels` too.</summary>
    public static JsonObject OfLabelMap(LabelMapHeader header, int fileBytes)
    {
        const int check = 4;   // LABELMAP §4
        var json = new JsonObject
        {
            ["kind"] = "label map",
            ["format_version"] = $"{header.Version}.0",
            ["stream_sha256_begins"] = header.StreamDigestHex,
            ["head"] = header.HeadName,
            ["head_version"] = header.HeadVersion,
            ["width"] = header.Width,
            ["height"] = header.Height,
            ["depth"] = header.Depth,
            ["label_count"] = header.LabelCount,
        };
        if (!header.Reference.IsEmpty) { json["reference"] = Convert.ToHexStringLower(header.Reference); }
        json["file_bytes"] = fileBytes;
        json["header_bytes"] = header.HeaderBytes;
        json["payload_bytes"] = fileBytes - header.HeaderBytes - check;
        json["check_bytes"] = check;
        return json;
    }

    private static JsonObject OfStream(string path, byte[] bytes)
    {
        StreamHeader header = InputFile.Named(path, () => StreamDecoder.ReadHeader(bytes));
        int headerBytes = StreamDecoder.HeaderLength(bytes);
        ModelFolder? model = ModelFinder.Known(bytes, header, path, []);
        // Where the model is known the whole stream is checked; an unknown model leaves the header's word for it.
        DecodedStream? decoded = model?.Edge is null ? null : StreamDecoder.DecodeAll(bytes, model.Edge);
        const int check = 4;   // FORMAT §2.1
        if (bytes.Length < headerBytes + check)
        {
            throw new InputException($"{path}: is cut short: {bytes.Length - headerBytes} bytes follow the header, at least the check's {check} do");
        }
        bool isSequence = StreamDecoder.IsSequence(bytes);
        var json = new JsonObject
        {
            ["kind"] = isSequence ? "sequence stream" : "stream",
            ["format_version"] = "1.0",
            ["model_tag"] = header.ModelTagHex,
            ["model"] = model?.Name,
            ["checked"] = decoded is not null,
        };
        Describe(header, json);
        int? layers = decoded is null ? header.Layers : header.LayersOf(model!.Edge!);
        if (layers is not null) { json["layers"] = layers; }
        if (decoded is not null)
        {
            json["units"] = decoded.Units.Count;
            json["sequences"] = decoded.Sequences.Count;
        }
        json["file_bytes"] = bytes.Length;
        // Without the model a sequence's lengths cannot be told from damage, so that only a picture's parts are known.
        json["header_bytes"] = decoded?.HeaderBytes ?? headerBytes;
        if (decoded is not null || !isSequence)
        {
            json["payload_bytes"] = decoded?.PayloadBytes ?? bytes.Length - headerBytes - check;
            json["check_bytes"] = decoded?.CheckBytes ?? check;
        }
        if (decoded is { Units.Count: > 0 })
        {
            json["bpp"] = Shared.Number(8.0 * bytes.Length / model!.Edge!.Grid.Size.Volume / decoded.Units.Count);
        }
        return json;
    }

    /// <summary>The fields of a header; of a stream of several sequences, the first one's.</summary>
    private static void Describe(StreamHeader header, JsonObject json)
    {
        json["width"] = header.Width;
        json["height"] = header.Height;
        json["depth"] = header.Depth;
        json["sample_type"] = header.SampleType.ToString().ToLowerInvariant();
        if (header.Window is IntensityWindow window) { json["window"] = new JsonArray(window.Low, window.Width); }
        if (header.LayerChecks) { json["layer_checks"] = true; }
        if (header.Spacing is VoxelSpacing spacing) { json["spacing_nm"] = new JsonArray(spacing.D, spacing.H, spacing.W); }
        if (header.Slabs is int slabs) { json["slabs"] = slabs; }
        if (header.Metadata is StreamMetadata metadata) { json["metadata_base64"] = Convert.ToBase64String(metadata.Bytes); }
    }

    private static JsonObject OfFolder(ModelFolder folder)
    {
        JsonObject json = folder.Edge is null
            ? new JsonObject { ["kind"] = "uncompressed reference" }
            : OfEdge(folder.Edge, new FileInfo(Path.Combine(folder.Path, "edge.ecm")).Length);
        json["folder"] = folder.Path;
        if (folder.DecoderPath is not null) { json["decoder_bytes"] = new FileInfo(folder.DecoderPath).Length; }
        var heads = new JsonArray();
        foreach (string name in folder.HeadNames)
        {
            heads.Add(OfHead(folder, name));
        }
        json["heads"] = heads;
        return json;
    }

    /// <summary>A head, loaded and checked against its model.</summary>
    private static JsonObject OfHead(ModelFolder folder, string name)
    {
        using (Classifier? classifier = Classifier.TryOpen(folder, name))
        {
            if (classifier is not null)
            {
                return new JsonObject
                {
                    ["name"] = name,
                    ["kind"] = "classifier",
                    ["version"] = classifier.Version,
                    ["input"] = "map",
                    ["labels"] = string.Join(", ", classifier.Labels),
                    ["bytes"] = new FileInfo(folder.HeadPath(name)).Length,
                };
            }
        }
        using Segmentor segmentor = Segmentor.Open(folder, name);
        HeadInfo head = segmentor.Head;
        return new JsonObject
        {
            ["name"] = name,
            ["kind"] = "segmentor",
            ["version"] = head.Version,
            ["input"] = head.ReadsImage ? "image" : "map",
            ["labels"] = string.Join(", ", head.Labels),
            ["bytes"] = new FileInfo(folder.HeadPath(name)).Length,
        };
    }

    /// <summary>Bytes of the section CTXM (ECM §5).</summary>
    private static long BytesOf(ContextModel context) => 4 + (2L * ContextModel.TableSize) + context.Channels.Sum(
        c => 2 + (6L * c.Taps.Length) + (4L * context.Hidden) + ((long)c.Taps.Length * context.Hidden) + (4L * c.Position.Length));

    private static JsonObject OfEdge(EdgeModel edge, long bytes)
    {
        var layers = new JsonArray();
        long work = 0, parameters = 0;
        Size3 size = edge.Grid.Size;
        foreach (ConvLayer layer in edge.Layers)
        {
            long macs = layer.MultiplyAccumulates(size);
            size = layer.OutputSize(size);
            work += macs;
            parameters += layer.Weights.Length + layer.Bias.Length;
            layers.Add(new JsonObject
            {
                ["kernel"] = layer.Kernel.ToString(),
                ["stride"] = layer.Stride.ToString(),
                ["dilation"] = layer.Dilation.ToString(),
                ["in_channels"] = layer.InChannels,
                ["out_channels"] = layer.OutChannels,
                ["depthwise"] = layer.Depthwise,
                ["output"] = size.ToString(),
                ["multiply_accumulates"] = macs,
                ["parameters"] = layer.Weights.Length + layer.Bias.Length,
            });
        }
        return new JsonObject
        {
            ["kind"] = "edge model",
            ["name"] = edge.Name,
            ["identity"] = edge.IdentityHex,
            ["file_bytes"] = bytes,
            ["grid"] = $"{edge.Grid.Size}, {edge.Grid.Channels} channels",
            ["fit"] = edge.Grid.Fit.ToString(),
            ["window_mode"] = edge.Grid.WindowMode.ToString(),
            ["sample_types"] = edge.Grid.SampleTypes.ToString(),
            ["smallest_source"] = edge.Grid.MinSource.ToString(),
            ["latent"] = $"{edge.Latent.Channels} channels of {edge.Latent.Size}, 1 bit each",
            ["latent_bits"] = edge.Latent.BitCount,
            ["layers_in_stream"] = edge.Latent.Layers,
            ["context_taps"] = edge.Context.Channels.Sum(c => c.Taps.Length),
            ["context_hidden"] = edge.Context.Hidden,
            ["context_bytes"] = BytesOf(edge.Context),
            ["parameters"] = parameters,
            ["multiply_accumulates"] = work,
            ["network"] = layers,
            ["note"] = edge.Note,
        };
    }

    private static void PrintTable(JsonObject facts, string indent)
    {
        foreach ((string key, JsonNode? value) in facts)
        {
            if (value is JsonArray array && array.Count > 0 && array[0] is JsonObject)
            {
                Console.Out.WriteLine($"{indent}{key}:");
                foreach (JsonNode? row in array)
                {
                    Console.Out.WriteLine($"{indent}  " + string.Join(", ", row!.AsObject().Select(p => $"{p.Key} {p.Value}")));
                }
            }
            else { Console.Out.WriteLine($"{indent}{key + ":",-22}{value?.ToJsonString().Trim('"') ?? "-"}"); }
        }
    }
}
