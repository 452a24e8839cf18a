using System.Buffers.Binary;

namespace EdgeCodec;

/// <summary>Whether a stream that was decoded elsewhere is of a model.</summary>
internal static class StreamOrigin
{
    /// <summary>Compares the model tag (FORMAT §3): the decoder has checked the whole identity where it read the stream.</summary>
    public static void Require(StreamHeader header, EdgeModel edge)
    {
        if (header.ModelTag != BinaryPrimitives.ReadUInt16BigEndian(edge.Identity))
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.WrongModel,
                $"The stream was made with the edge model of tag {header.ModelTagHex}, not with edge model {edge}.");
        }
    }
}
