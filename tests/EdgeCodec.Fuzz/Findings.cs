using System.Security.Cryptography;

namespace EdgeCodec.Fuzz;

/// <summary>
/// Where findings go, one file each, named by target and digest. Of those that are much like one another a few are kept.
/// </summary>
internal sealed class Findings(string folder)
{
    private const int MaxFiles = 20;

    private readonly HashSet<string> _known = [];
    private int _files;

    public string Folder => Directory.CreateDirectory(folder).FullName;

    /// <summary>Reports a finding.</summary>
    public void Add(string target, ReadOnlySpan<byte> input, string what)
    {
        // Numbers differ from input to input.
        bool isNew = _known.Add(new string([.. what.Split('\n')[0].Where(letter => !char.IsAsciiDigit(letter))]));
        if (!isNew && _files >= MaxFiles)
        {
            return;
        }
        _files++;
        string name = Path.Combine(Folder, $"{target}-{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}");
        File.WriteAllBytes(name, input);
        File.WriteAllText(name + ".txt", what + "\n");
        if (isNew)
        {
            Console.WriteLine($"{target}: finding {name}: {what}");
        }
    }
}
