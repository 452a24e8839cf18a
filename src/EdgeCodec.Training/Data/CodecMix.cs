using System.Runtime.ExceptionServices;
using EdgeCodec.Cli;
using EdgeCodec.PictureCodecs;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Data;

/// <summary>Pictures as a codec for the eye leaves them, at all its settings in turn: what a segmentor behind that codec is trained on.</summary>
internal sealed class CodecMix
{
    private readonly CodecFamily family;

    /// <exception cref="InputException">The codec cannot run here.</exception>
    public CodecMix(string key)
    {
        family = CodecFamily.All.Single(f => f.Key == key);
        if (!family.IsAvailable) { throw new InputException($"{family.Title} needs the command ffmpeg with x264; Debian's package is ffmpeg"); }
    }

    /// <summary>Pictures [N, 3, H, W] of whole numbers 0..255, encoded and decoded: picture i at setting first + i of the round.</summary>
    public Tensor Through(Tensor pictures, int first)
    {
        int count = (int)pictures.shape[0], height = (int)pictures.shape[2], width = (int)pictures.shape[3], samples = height * width * 3;
        byte[] sent = pictures.permute(0, 2, 3, 1).to(ScalarType.Byte).contiguous().data<byte>().ToArray();
        byte[] seen = new byte[sent.Length];
        void One(int i)
        {
            IPictureCodec codec = family.Settings[(first + i) % family.Settings.Count];
            byte[] file = codec.Encode(sent[(i * samples)..((i + 1) * samples)], width, height);
            codec.Decode(file, width, height).CopyTo(seen, i * samples);
        }
        try { Parallel.For(0, count, One); }
        // What a codec says is meant for the user; of several that say so, one is enough.
        catch (AggregateException e) { ExceptionDispatchInfo.Throw(e.InnerExceptions[0]); }
        return tensor(seen, [count, height, width, 3]).permute(0, 3, 1, 2).to(ScalarType.Float32).contiguous();
    }
}
