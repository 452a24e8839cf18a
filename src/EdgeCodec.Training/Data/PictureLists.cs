using System.Security.Cryptography;
using System.Text;

namespace EdgeCodec.Training.Data;

/// <summary>Which pictures a run learns from and which are held out, as one number: what a checkpoint knows its data set by.</summary>
internal static class PictureLists
{
    /// <summary>SHA-256 of both lists of ids, 64 hexadecimal digits. Their order counts too: batches are drawn by place.</summary>
    public static string Digest(IEnumerable<string> training, IEnumerable<string> heldOut)
    {
        string text = string.Concat([.. training.Select(id => $"train {id}\n"), .. heldOut.Select(id => $"held out {id}\n")]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
