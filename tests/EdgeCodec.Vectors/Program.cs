using EdgeCodec.Vectors;

if (args.Length != 1 || args[0].StartsWith('-'))
{
    Console.Error.WriteLine("usage: EdgeCodec.Vectors FOLDER\n\nWrites the test vectors that FOLDER does not have yet. Those it has are frozen and stay as they are.");
    return 2;
}
var folder = new VectorFolder(args[0]);
var models = new VectorModels(folder);
ValidPictures.Write(folder, models);
ValidSequences.Write(folder, models);
InvalidHeaders.Write(folder, models);
InvalidPictures.Write(folder, models);
InvalidSequences.Write(folder, models);
InvalidModels.Write(folder, models);
LabelMapVectors.Write(folder);
folder.WriteManifest();
return 0;
