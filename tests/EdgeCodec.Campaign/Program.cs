using System.CommandLine;
using EdgeCodec.Campaign;

var pictures = new Option<int>("--pictures") { Description = "photographs through the model, crops of the large ones included", DefaultValueFactory = _ => 40 };
var random = new Option<int>("--random") { Description = "random images through random models", DefaultValueFactory = _ => 400 };
var model = new Option<string>("--model") { Description = "the edge model for photographs", DefaultValueFactory = _ => "models/isic2017/edge.ecm" };
var data = new Option<string[]>("--data") { Description = "folders of photographs, each with images/*.jpg; drawn pictures make up what is missing" };
var encoder = new Option<string[]>("--encoder")
{
    Description = "NAME=COMMAND: a program of tests/campaign/encode_pipe.c; words before the command that hold '=' are its environment",
};
var root = new RootCommand("Encodes the same inputs with every engine there is and compares the streams byte by byte.") { pictures, random, model, data, encoder };
root.SetAction(parsed =>
{
    var inputs = new InputSequence(parsed.GetValue(model)!, parsed.GetValue(data) ?? []);
    using var contest = new Contest(parsed.GetValue(encoder) ?? []);
    Console.WriteLine($"comparing {string.Join(", ", contest.Names)}");
    contest.Run("pictures", inputs.Pictures(parsed.GetValue(pictures)));
    contest.Run("random inputs", InputSequence.Random(parsed.GetValue(random)));
    Console.WriteLine(contest.Summary);
    return contest.Differences == 0 ? 0 : 1;
});
return root.Parse(args).Invoke();
