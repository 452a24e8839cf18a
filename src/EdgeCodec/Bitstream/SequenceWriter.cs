using System.Buffers;

namespace EdgeCodec;

/// <summary>
/// Writes a stream of sequences (FORMAT §4), unit by unit: a connection, a cine loop, a volume in slabs. A unit
/// whose header differs from that before it starts another sequence. A stream without <see cref="End"/> is one that
/// was cut short. Nothing is written of a unit that is refused. One writer, one stream. Holds its working memory; not
/// thread-safe.
/// </summary>
public sealed class SequenceWriter
{
    private readonly EdgeModel _model;
    private readonly IBufferWriter<byte> _output;
    private readonly LatentCoder _coder;
    private readonly byte[] _block;
    private byte[] _headerBytes = [];
    private StreamHeader? _header;
    private uint _index;
    private long _units;
    private bool _isEnded;

    /// <summary>Prepares for a stream of a model.</summary>
    /// <param name="model">The edge model.</param>
    /// <param name="output">Receives each unit as a whole; a PipeWriter is one.</param>
    public SequenceWriter(EdgeModel model, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(output);
        _model = model;
        _output = output;
        _coder = new LatentCoder(model);
        _block = new byte[_coder.MaxBytes + UnitWriter.MaxFraming(model.Latent.Layers)];
    }

    /// <summary>Units written since the sequence began.</summary>
    public long Units => _units;

    internal EdgeModel Model => _model;

    /// <summary>Writes a unit; ends the sequence and starts another if the header is another.</summary>
    /// <param name="header">Header of the sequence, as <see cref="StreamHeader.For"/> gives it; says how many layers are written.</param>
    /// <param name="latent">A latent of the model that holds those layers; with slabs, of the slab whose turn it is.</param>
    /// <exception cref="EdgeCodecException">
    /// WrongModel, StreamHeaderInvalid or InvalidArgument for a header or latent of another model, or for another
    /// header before the slabs of a volume are complete.
    /// </exception>
    /// <exception cref="InvalidOperationException">The stream has ended.</exception>
    public void Write(StreamHeader header, Latent latent)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(latent);
        if (_isEnded)
        {
            throw new InvalidOperationException("The stream has ended.");
        }
        if (_header != header)
        {
            StreamHeaderRules.CheckModel(header, _model, 0);
            StreamHeaderRules.Check(header, _model, 0);
        }
        int layers = _model.Latent.LayersIn(latent, header.LayersOf(_model));
        WriteSegments(header, _coder.Coded, _coder.Code(latent.Bits, layers));
    }

    /// <summary>Ends the stream; of a stream without units nothing is written. A second call does nothing.</summary>
    /// <exception cref="EdgeCodecException">InvalidArgument: the slabs of a volume are not complete.</exception>
    public void End()
    {
        Close(StreamFormat.EndLead);
        _isEnded = true;
    }

    private void Close(uint lead)
    {
        if (_header is null)
        {
            return;
        }
        if (_header.Slabs is int slabs && _units % slabs != 0)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.InvalidArgument, $"The sequence cannot end after {_units} slabs: its volumes have {slabs} each.");
        }
        Span<byte> end = stackalloc byte[1 + StreamFormat.CheckBytes];
        end[0] = (byte)lead;
        Crc32C crc = StreamCheck.Begin(_model, _index++, _headerBytes);
        crc.Append(end[..1]);
        StreamCheck.Write(end[1..], crc);
        _output.Write(end);
        _header = null;
    }

    /// <summary>Starts a sequence without units, as one may be that is re-sealed.</summary>
    internal void Begin(StreamHeader header)
    {
        Close(StreamFormat.NextLead);
        _headerBytes = new byte[1 + StreamHeaderWriter.MaxBytes(header)];
        _headerBytes[0] = StreamFormat.SequenceMarker;
        int length = 1 + StreamHeaderWriter.Write(header, _headerBytes.AsSpan(1));
        _headerBytes = _headerBytes[..length];
        _header = header;
        _units = 0;
        _output.Write(_headerBytes);
    }

    /// <summary>Writes a unit from its segments.</summary>
    internal void WriteSegments(StreamHeader header, ReadOnlySpan<byte> coded, ReadOnlySpan<Range> segments)
    {
        // The last index is the end's (FORMAT §4).
        if (_index == uint.MaxValue)
        {
            throw new InvalidOperationException("The stream has 2^32 - 1 blocks; end it and begin another.");
        }
        if (_header != header)
        {
            Begin(header);
        }
        Crc32C crc = StreamCheck.Begin(_model, _index, _headerBytes);
        int length = UnitWriter.Write(coded, segments, header.LayerChecks, hasLead: true, crc, _block);
        _output.Write(_block.AsSpan(0, length));
        _index++;
        _units++;
    }

    /// <summary>Writes an extension (FORMAT §4.2) into the sequence that was begun.</summary>
    internal void WriteExtension(uint type, ReadOnlySpan<byte> content)
    {
        Span<byte> framing = stackalloc byte[2 * Varint.MaxBytes];
        int length = Varint.Write(framing, (2 * type) + 1);
        length += Varint.Write(framing[length..], (uint)content.Length);
        Crc32C crc = StreamCheck.Begin(_model, _index++, _headerBytes);
        crc.Append(framing[..length]);
        crc.Append(content);
        _output.Write(framing[..length]);
        _output.Write(content);
        StreamCheck.Write(framing, crc);
        _output.Write(framing[..StreamFormat.CheckBytes]);
    }
}
