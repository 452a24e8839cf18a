using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeCodec.PictureCodecs;
using EdgeCodec.Training.Networks;

namespace EdgeCodec.Training;

/// <summary>What a training run does. A recipe is a short JSON file; everything it does not name has the value here.</summary>
internal sealed record Recipe
{
    /// <summary>Name of the model folder that the run makes.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// "plain" (s on the photograph), "coded" (C, g and s), "auto-encoder" (C and a g that reconstructs the photograph) or
    /// "head" (s on the maps of a finished model), or "classifier" (a class of the whole picture from such maps).
    /// </summary>
    public required string Design { get; init; }

    /// <summary>
    /// What s starts from: "random", "imagenet" (its encoder; a file named on the command line), or "plain" (all of it; the
    /// folder of an uncompressed run), or "coded" (all of a coded run or model). In a coded design StartFrom goes before. A C of layers that ImageNet weights fit starts from
    /// them too.
    /// </summary>
    public string Encoder { get; init; } = "random";

    /// <summary>Architecture of s: "mobilenet" (U-Net on MobileNetV2), or "small" (plain U-Net without pretrained weights; plain and head designs).</summary>
    public string Segmentor { get; init; } = "mobilenet";

    /// <summary>Name of the head that is exported.</summary>
    public string Head { get; init; } = "lesion";

    /// <summary>Codec that plain pictures go through before s sees them, at all its settings in turn: a key of the codec families; null: none.</summary>
    public string? Codec { get; init; }

    /// <summary>Column of splits.csv that holds a classifier's class, 0 or 1.</summary>
    public string? ClassColumn { get; init; }

    /// <summary>Between logits and label map: "cross-entropy-dice", or "mse" (Eq. 2).</summary>
    public string SegmentationLoss { get; init; } = "cross-entropy-dice";

    /// <summary>Weight of the discriminator's label features (Eq. 1) against the segmentation loss; 0 trains without D.</summary>
    public double LabelFeatures { get; init; }

    /// <summary>What D sees: "labels" (the label map alone, section 2.1) or "masked-photograph" (SegAN's critic: photograph x label map).</summary>
    public string DiscriminatorInput { get; init; } = "labels";

    /// <summary>Learning rate of D; follows the schedule of the others.</summary>
    public double DiscriminatorRate { get; init; } = 5e-4;

    /// <summary>Weight of the loss on g's auxiliary output once s is trained too.</summary>
    public double AuxiliaryShare { get; init; } = 0.3;

    /// <summary>Views of its input, mirrored, whose logits s averages at test time: 1, 2 (left to right) or 4 (top to bottom too).</summary>
    public int Views { get; init; } = 1;

    public int Seed { get; init; } = 1;

    /// <summary>Side of the square model grid in samples; a multiple of 32.</summary>
    public int Grid { get; init; } = 256;

    /// <summary>From source to grid: stretch, letterbox or crop.</summary>
    public string Fit { get; init; } = "stretch";

    public int Batch { get; init; } = 8;
    public int Epochs { get; init; } = 12;
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The pretrained encoder learns at this share of the rate.</summary>
    public double EncoderRate { get; init; } = 0.3;
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Share of the old weights in the running average that is evaluated and exported.</summary>
    public double Average { get; init; } = 0.995;

    /// <summary>Convolutions of C: "small" (8 before the latent's) or "mobile" (first ten blocks of MobileNetV2 on half the grid, and two).</summary>
    public string Compressor { get; init; } = "small";

    /// <summary>Binary latent channels at 1/16 of the grid.</summary>
    public int LatentChannels { get; init; } = 4;

    /// <summary>Channels of each layer of the latent, the most important first; none named: all channels are one layer.</summary>
    public IReadOnlyList<int> Layers { get; init; } = [];

    /// <summary><see cref="Layers"/> as an edge model declares them.</summary>
    [JsonIgnore]
    public IReadOnlyList<int> LayerChannels => Layers.Count == 0 ? [LatentChannels] : Layers;

    /// <summary>
    /// First epochs, in which C and g learn against an auxiliary output of g and s rests: an epoch costs a third.
    /// </summary>
    public int WarmUpEpochs { get; init; }

    /// <summary>Last epochs, in which batch normalisation is folded, C computes in fake int8 and bits are taken by sign.</summary>
    public int QuantisedEpochs { get; init; }

    /// <summary>
    /// What a latent's bits are counted by: "exact" (the code length that the entropy coder spends) or "bound" (Jensen's
    /// upper bound on dequantised values, as Eq. 5 has it).
    /// </summary>
    public string RateTerm { get; init; } = "exact";

    /// <summary>Weight of the rate term: loss per 1000 bits of a picture, reached linearly over the first half of the run.</summary>
    public double Rate { get; init; }

    /// <summary>Mean bits of a picture below which the rate term pushes no further; 0: it always does.</summary>
    public double RateTarget { get; init; }

    /// <summary>
    /// Name of the uncompressed recipe whose s this run starts from, or of the model whose maps a head reads; its
    /// folder is named on the command line.
    /// </summary>
    public string? StartFrom { get; init; }

    /// <summary>Share of the uncompressed segmentor's answer in the targets, 0 to 1; needs startFrom.</summary>
    public double TeacherShare { get; init; }

    /// <summary>Weight of the uncompressed segmentor's features, which C's are to foretell; needs startFrom.</summary>
    public double TeacherFeatures { get; init; }

    /// <summary>Mirrored views whose answers the teacher averages: 1, 2 or 4.</summary>
    public int TeacherViews { get; init; } = 1;

    /// <summary>
    /// How often an augmented picture is used, each time turned and mirrored another way: an epoch then augments, and its
    /// teacher looks at, this part of the training pictures only, and has as many steps as ever.
    /// </summary>
    public int Uses { get; init; } = 1;

    /// <summary>True if the uncompressed segmentor looks on while this run trains.</summary>
    [JsonIgnore]
    public bool Taught => TeacherShare > 0 || TeacherFeatures > 0;

    /// <summary>Share of the pictures in which a rectangle is that of another picture, mask and all.</summary>
    public double Mixing { get; init; }

    /// <summary>Share of the pictures of a coded design that have something drawn around or beside the skin; the teacher sees them without.</summary>
    public double Surround { get; init; }

    /// <summary>Share of the pictures of a coded design that another camera takes, with less colour or none, a cast, another exposure; the teacher sees them without.</summary>
    public double OtherCamera { get; init; }

    /// <summary>Share of the pictures of a coded design that have the bars of a letterbox at two edges; the teacher sees them without.</summary>
    public double Bars { get; init; }

    /// <summary>What bits are predicted from: "causal" (those coded before), or "static" (one probability for each channel: the baseline that contexts are measured against).</summary>
    public string ContextModel { get; init; } = "causal";

    /// <summary>
    /// What makes C send fewer bits: "contexts" (the code length that is spent), or "static" (the code length under one
    /// probability for each channel; the context model learns what contexts save on top).
    /// </summary>
    public string RatePressure { get; init; } = "contexts";

    /// <summary>Weight of the labels read straight off C's features (deep supervision); 0 = none.</summary>
    public double CompanionShare { get; init; }

    /// <summary>File among the recipes that come with the command that lists the training pictures kept apart for choosing settings; else every ninth is drawn.</summary>
    public string? HeldOutList { get; init; }

    /// <summary>Names and seeds of the runs whose weights' mean a model is; empty: it was trained. What averaging writes, not what a recipe says.</summary>
    public IReadOnlyList<string> MeanOf { get; init; } = [];

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        WriteIndented = true,
    };

    /// <summary>
    /// Reads a recipe by path, or by name from the recipes that come with the command. A recipe with a "base" is that
    /// recipe with the values that it names itself.
    /// </summary>
    public static Recipe Load(string nameOrPath)
    {
        string path = File.Exists(nameOrPath) ? nameOrPath : Path.Combine(Folder, nameOrPath + ".json");
        try
        {
            Recipe recipe = Parse(RecipeFile.Read(path).ToJsonString());
            recipe.Check(path);
            return recipe;
        }
        catch (JsonException e) { throw new InvalidDataException($"{path}: {e.Message}", e); }
    }

    /// <summary>Folder of the recipes that come with the command.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Recipes");

    /// <summary>The inverse of <see cref="ToJson"/>. What an older text does not name has its default.</summary>
    public static Recipe Parse(string json)
        => JsonSerializer.Deserialize<Recipe>(json, Options) ?? throw new JsonException("a recipe is a JSON object");

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <summary>This recipe with another seed, and its number in the model's name; null leaves it.</summary>
    public Recipe WithSeed(int? seed)
        => seed is int number && number != Seed ? this with { Seed = number, Name = string.Create(CultureInfo.InvariantCulture, $"{Name}-seed{number}") } : this;

    /// <summary>This recipe with what no weight depends on changed; null leaves it.</summary>
    /// <exception cref="InvalidDataException">No such fit, or not such a number of views.</exception>
    public Recipe With(string? fit, int? views)
    {
        Recipe changed = this with { Fit = fit ?? Fit, Views = views ?? Views };
        changed.Check("options");
        return changed;
    }

    private void Check(string path)
    {
        void Require(bool holds, string what)
        {
            if (!holds) { throw new InvalidDataException($"{path}: {what}"); }
        }
        Require(Design is "plain" or "coded" or "auto-encoder" or "head" or "classifier", $"design is '{Design}'; plain, coded, auto-encoder, head or classifier");
        Require(Segmentor is "mobilenet" or "small", $"segmentor is '{Segmentor}'; mobilenet or small");
        Require(Segmentor == "mobilenet" || Design is "plain" or "head", "only plain and head designs take another segmentor");
        Require(Head.Length > 0 && Head.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'), $"head is '{Head}'; letters, digits and hyphens");
        Require(Design is not ("head" or "classifier") || StartFrom is not null, "a head needs startFrom, the model whose maps it reads");
        Require(Design == "classifier" == ClassColumn is not null, "a classifier, and no other design, names a classColumn");
        Require(Codec is null || Design == "plain", "only a plain design goes through a picture codec");
        Require(Codec is null || CodecFamily.All.Any(f => f.Key == Codec), $"codec is '{Codec}'; {string.Join(", ", CodecFamily.All.Select(f => f.Key))}");
        Require(RateTarget >= 0, $"rateTarget is {RateTarget}; at least 0");
        Require(Layers.Count == 0 || Design == "coded", "only a coded design has layers");
        Require(Encoder is "random" or "imagenet" or "plain" or "coded", $"encoder is '{Encoder}'; random, imagenet, plain or coded");
        Require(Encoder != "coded" || (Design == "coded" && QuantisedEpochs == Epochs), "encoder 'coded' is for a coded design all of whose epochs are quantised");
        Require(Surround is 0 || (Surround is > 0 and <= 1 && Design == "coded"), $"surround is {Surround}; 0 to 1, and for a coded design");
        Require(OtherCamera is 0 || (OtherCamera is > 0 and <= 1 && Design == "coded"), $"otherCamera is {OtherCamera}; 0 to 1, and for a coded design");
        Require(Bars is 0 || (Bars is > 0 and <= 1 && Design == "coded" && Fit == "letterbox"), $"bars is {Bars}; 0 to 1, and for a coded design whose fit is letterbox");
        Require(CompressorPlan.All.Any(p => p.Name == Compressor), $"compressor is '{Compressor}'; {string.Join(", ", CompressorPlan.All.Select(p => p.Name))}");
        Require(Encoder != "plain" || (Design is "plain" or "head" && Segmentor == "mobilenet"), "encoder 'plain' is for plain and head designs whose segmentor is mobilenet");
        Require(SegmentationLoss is "cross-entropy-dice" or "mse", $"segmentationLoss is '{SegmentationLoss}'; cross-entropy-dice or mse");
        Require(DiscriminatorInput is "labels" or "masked-photograph", $"discriminatorInput is '{DiscriminatorInput}'; labels or masked-photograph");
        Require(RateTerm is "exact" or "bound", $"rateTerm is '{RateTerm}'; exact or bound");
        Require(LabelFeatures >= 0 && DiscriminatorRate > 0 && AuxiliaryShare >= 0, "labelFeatures and auxiliaryShare are at least 0, discriminatorRate above 0");
        Require(Fit is "stretch" or "letterbox" or "crop", $"fit is '{Fit}'; stretch, letterbox or crop");
        Require(Grid is >= 32 and <= 1024 && Grid % 32 == 0, $"grid is {Grid}; a multiple of 32 from 32 to 1024");
        Require(Batch >= 1 && Epochs >= 1, "batch and epochs are at least 1");
        Require(LatentChannels is >= 1 and <= 64, $"latentChannels is {LatentChannels}; 1 to 64");
        Require(Layers.Count <= 15 && Layers.All(l => l >= 1), "layers are at most 15, of at least one channel each");
        Require(LayerChannels.Sum() == LatentChannels, $"layers have {Layers.Sum()} channels together, latentChannels is {LatentChannels}");
        Require(LearningRate > 0 && Rate >= 0 && Average is >= 0 and < 1, "learningRate is above 0, rate at least 0, average in [0, 1)");
        Require(WarmUpEpochs >= 0 && QuantisedEpochs >= 0 && Math.Max(WarmUpEpochs, QuantisedEpochs) <= Epochs, "warmUpEpochs and quantisedEpochs are each at most epochs");
        Require(TeacherShare is >= 0 and <= 1, $"teacherShare is {TeacherShare}; 0 to 1");
        Require(!Taught || (StartFrom is not null && Design == "coded"), "teacherShare and teacherFeatures are for a coded design and need startFrom, an uncompressed run");
        Require(TeacherFeatures >= 0, $"teacherFeatures is {TeacherFeatures}; at least 0");
        Require(TeacherViews is 1 or 2 or 4, $"teacherViews is {TeacherViews}; 1, 2 or 4");
        Require(Uses is >= 1 and <= 8, $"uses is {Uses}; 1 to 8, as a square has eight orientations");
        Require(Views is 1 or 2 or 4, $"views is {Views}; 1, 2 or 4");
        Require(Views == 1 || Design != "classifier", "a classifier has one view");
        Require(Mixing is >= 0 and <= 1, $"mixing is {Mixing}; 0 to 1");
        Require(ContextModel is "causal" or "static", $"contextModel is '{ContextModel}'; causal or static");
        Require(RatePressure is "contexts" or "static", $"ratePressure is '{RatePressure}'; contexts or static");
        Require(RatePressure == "contexts" || ContextModel == "causal", "ratePressure 'static' is for a causal contextModel; a static one presses so by itself");
        Require(CompanionShare >= 0, $"companionShare is {CompanionShare}; at least 0");
        Require(Design is "plain" or "head" or "classifier" || QuantisedEpochs >= 1, "a coded design needs at least one quantised epoch");
    }
}
