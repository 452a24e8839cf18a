using System.Buffers.Binary;

namespace EdgeCodec;

/// <summary>Whether a stream that was decoded elsewhere is of a model.</summary>
internal static class StreamOrigin
{
    /// <summary>Compares the whole identity, which the stream was checked against where it was read.</summary>
    public static void Require(DecodedUnit unit, EdgeModel edge)
    {
        if (unit.ModelIdentity != edge.IdentityHex)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.WrongModel, $"The stream was made with the edge model of identity {unit.ModelIdentity}, not with edge model {edge}.");
        }
    }

    /// <summary>Compares the model tag (FORMAT §3), which is all that a header says.</summary>
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
