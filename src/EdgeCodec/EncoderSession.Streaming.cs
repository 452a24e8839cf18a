namespace EdgeCodec;

/// <content>Rows pushed as they arrive, bytes pulled as they are ready.</content>
internal sealed partial class EncoderSession
{
    private Phase _phase;
    private bool _isSequence;
    private int _nextSlice;
    private int _nextRow;
    private long _sources;

    /// <summary>Strides of channels and columns, of the unit's first rows.</summary>
    private (long Channel, long Column) _strides;

    /// <summary>Where a stream is.</summary>
    private enum Phase
    {
        /// <summary>No stream was begun, or it was pulled to its end.</summary>
        Idle,

        /// <summary>Rows may come.</summary>
        Open,

        /// <summary>No more rows; bytes are left.</summary>
        Finished,
    }

    /// <summary>Whether no row is missing: a sequence takes another source then, a picture nothing more.</summary>
    private bool IsAtEndOfSource => _nextSlice == 0 && _nextRow == 0 && (_isSequence || _sources > 0);

    private bool IsAtStartOfUnit => _nextRow == 0 && _nextSlice == _output.Header.SlabAt(_slab).Start;

    private bool IsFull => !_isSequence && _sources > 0;

    /// <summary>Begins a stream.</summary>
    /// <exception cref="EdgeCodecException">As <see cref="Encode"/>.</exception>
    public void Begin(EncoderSource source, in EncoderChoices choices)
    {
        Enter();
        try
        {
            RequireNoStream();
            Prepare(source, choices);
            _isSequence = choices.IsSequence;
            _nextSlice = 0;
            _nextRow = 0;
            _sources = 0;
            _phase = Phase.Open;
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Takes the next rows; the last ones of a unit also run the network and code.</summary>
    /// <exception cref="EdgeCodecException">
    /// OutOfOrder, RowsOutOfOrder, BytesPending or InvalidArgument, which change nothing; Cancelled or RunnerFailed, which
    /// end the stream.
    /// </exception>
    public void Push(uint slice, uint row, in PixelRows rows)
    {
        Enter();
        try
        {
            RequireOpen();
            CheckShape(rows);
            CheckPlace(slice, row, rows);
            try
            {
                if (IsAtStartOfUnit)
                {
                    BeginUnit();
                }
                Require(_picture.Push(rows, _nextSlice - _firstSlice, _nextRow, _runner));
                Advance(rows);
            }
            catch
            {
                GiveUp();
                throw;
            }
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Ends the stream: no more rows come.</summary>
    /// <exception cref="EdgeCodecException">OutOfOrder or RowsMissing, which change nothing.</exception>
    public void Finish()
    {
        Enter();
        try
        {
            RequireOpen();
            if (!IsAtEndOfSource)
            {
                throw new EdgeCodecException(
                    EdgeCodecStatus.RowsMissing,
                    $"The source has {_source.Depth} slices of {_source.Height} rows; next is row {_nextRow} of slice {_nextSlice}.");
            }
            _output.End();
            _phase = Phase.Finished;
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Copies bytes that are ready, once each.</summary>
    /// <param name="destination">Receives as many as it holds.</param>
    /// <param name="hasMore">Whether more are ready.</param>
    /// <param name="isEnd">Whether the stream is finished and was pulled to its end.</param>
    /// <returns>Bytes copied.</returns>
    /// <exception cref="EdgeCodecException">OutOfOrder: no stream was begun.</exception>
    public int Pull(Span<byte> destination, out bool hasMore, out bool isEnd)
    {
        Enter();
        try
        {
            if (_phase == Phase.Idle)
            {
                throw new EdgeCodecException(EdgeCodecStatus.OutOfOrder, "No stream was begun, or it was pulled to its end: ec_encode_begin() comes first.");
            }
            int bytes = _output.Pull(destination);
            hasMore = !_output.Ready.IsEmpty;
            isEnd = !hasMore && _phase == Phase.Finished;
            if (isEnd)
            {
                GiveUp();
            }
            return bytes;
        }
        finally
        {
            Exit();
        }
    }

    private void GiveUp()
    {
        _phase = Phase.Idle;
        _output.Clear();
    }

    private void RequireNoStream()
    {
        if (_phase != Phase.Idle)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.OutOfOrder, "The encoder is at a stream: pull it to its end, or be rid of it with ec_encode_cancel().");
        }
    }

    private void RequireOpen()
    {
        if (_phase != Phase.Open)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.OutOfOrder, _phase == Phase.Idle ? "No stream was begun: ec_encode_begin() comes first." : "The stream was finished: ec_encode_pull() its bytes.");
        }
    }

    private void CheckShape(in PixelRows rows)
    {
        if (rows.Type != _source.Type || rows.Channels != _source.Channels || rows.Width != _source.Width)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.InvalidArgument,
                $"rows are {rows.Width} samples of type {(int)rows.Type} in {rows.Channels} channels, but the source has {_source.Width} of type {(int)_source.Type} in {_source.Channels}.");
        }
        if (!IsAtStartOfUnit && (rows.ChannelStride, rows.ColumnStride) != _strides)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.InvalidArgument,
                $"rows.channel_stride is {rows.ChannelStride} and rows.column_stride {rows.ColumnStride}, but those of the first rows were {_strides.Channel} and {_strides.Column}.");
        }
    }

    private void CheckPlace(uint slice, uint row, in PixelRows rows)
    {
        if (IsFull || slice != _nextSlice || row != _nextRow)
        {
            string next = IsFull ? "the source is complete" : $"next is row {_nextRow} of slice {_nextSlice}";
            throw new EdgeCodecException(
                EdgeCodecStatus.RowsOutOfOrder, $"row is {row} and slice {slice}, but {next}: rows come in order, each once.");
        }
        (int first, int depth) = _output.Header.SlabAt(_slab);
        int slices = first + depth - _nextSlice;
        bool fits = rows.Depth == 1
            ? rows.Height <= _source.Height - _nextRow
            : rows.Height == _source.Height && _nextRow == 0 && rows.Depth <= slices;
        if (!fits)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.InvalidArgument,
                $"rows.height is {rows.Height} and rows.depth {rows.Depth}; from row {_nextRow} of slice {_nextSlice} {_source.Height - _nextRow} rows are missing, and {slices} slices of {_source.Height}. More than one slice are whole ones.");
        }
        bool completes = _nextRow + rows.Height == _source.Height && rows.Depth == slices;
        if (completes && !_output.HasRoom)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.BytesPending, $"{_output.Ready.Length} bytes of the stream are ready: ec_encode_pull() them before the next unit is complete.");
        }
    }

    /// <summary>Moves on past rows that were taken, and codes the unit that they complete.</summary>
    private void Advance(in PixelRows rows)
    {
        _strides = (rows.ChannelStride, rows.ColumnStride);
        _nextRow += rows.Height;
        if (_nextRow < _source.Height)
        {
            return;
        }
        _nextRow = 0;
        _nextSlice += rows.Depth;
        if (_nextSlice < _endSlice)
        {
            return;
        }
        Code();
        _slab++;
        if (_nextSlice == _source.Depth)
        {
            _nextSlice = 0;
            _slab = 0;
            _sources++;
        }
    }
}
