namespace EdgeCodec;

/// <summary>From a name or path to the folder of a model.</summary>
internal static class ModelSearch
{
    private const string ModelsFolder = "models";

    /// <summary>Full path of the folder; what is in it is for <see cref="ModelFolder"/> to judge.</summary>
    public static string Find(string nameOrPath)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(nameOrPath));
        bool isName = nameOrPath.AsSpan().IndexOfAny('/', '\\') < 0 && nameOrPath is not ("." or "..");
        // A folder that merely shares the name of a model, such as a data set's, must not hide the model.
        if (Directory.Exists(path) && (!isName || LooksLikeModel(path)))
        {
            return path;
        }
        if (File.Exists(path))
        {
            throw new CloudException(CloudStatus.ModelNotFound, $"'{path}' is a file, expected a model folder.");
        }
        if (!isName)
        {
            throw new CloudException(CloudStatus.ModelNotFound, $"There is no model folder '{path}'.");
        }
        string[] starts = [Directory.GetCurrentDirectory(), AppContext.BaseDirectory];
        foreach (string start in starts)
        {
            for (DirectoryInfo? at = new(start); at is not null; at = at.Parent)
            {
                string candidate = Path.Combine(at.FullName, ModelsFolder, nameOrPath);
                if (Directory.Exists(candidate))
                {
                    return candidate;
                }
            }
        }
        throw new CloudException(
            CloudStatus.ModelNotFound,
            $"There is no model '{nameOrPath}': no model folder of that path, and no {ModelsFolder}/{nameOrPath} in or above '{starts[0]}' or '{starts[1]}'.");
    }

    private static bool LooksLikeModel(string path) =>
        File.Exists(Path.Combine(path, ModelFolder.EdgeFile)) || Directory.Exists(Path.Combine(path, ModelFolder.HeadsFolder));
}
