using System.Collections.Immutable;

namespace EdgeCodec;

/// <summary>
/// The probabilities of the latent's bits given the bits already coded: section <c>CTXM</c> of an edge
/// model (ECM §5). A small integer network per channel. Immutable.
/// </summary>
public sealed class ContextModel
{
    private ContextTables[]? _tables;

    /// <summary>Entries of <see cref="Probability"/>.</summary>
    public const int TableSize = 1024;

    /// <summary>Least entry of <see cref="Probability"/>.</summary>
    public const int MinProbability = 32;

    /// <summary>Greatest entry of <see cref="Probability"/>.</summary>
    public const int MaxProbability = 65536 - MinProbability;

    /// <summary>J: hidden units a channel, 0 to 32.</summary>
    public required int Hidden { get; init; }

    /// <summary>Right shift from the sum to a table index, 1 to 24.</summary>
    public required int LogitShift { get; init; }

    /// <summary>One a latent channel.</summary>
    public required ImmutableArray<ChannelContext> Channels { get; init; }

    /// <summary>Probability of a 1 in 1/65536 by table index: 1024 entries, each 32 to 65504.</summary>
    public required ImmutableArray<ushort> Probability { get; init; }

    /// <summary>The channels as they are evaluated; made at the first use, for all coders.</summary>
    internal ContextTables[] Tables => _tables ?? MakeTables();

    private ContextTables[] MakeTables()
    {
        // Threads that come here together make equal tables; one set stays.
        ContextTables[] tables = [.. Channels.Select(channel => new ContextTables(channel, Hidden))];
        return Interlocked.CompareExchange(ref _tables, tables, null) ?? tables;
    }
}

/// <summary>The part of a <see cref="ContextModel"/> that belongs to one latent channel. Immutable.</summary>
public sealed record ChannelContext
{
    /// <summary>T: 0 to 256 neighbours, each coded before the bit it predicts.</summary>
    public ImmutableArray<ContextTap> Taps { get; init; } = [];

    /// <summary><c>[T]</c>: weight of each tap in the sum.</summary>
    public ImmutableArray<short> Direct { get; init; } = [];

    /// <summary><c>[J]</c>.</summary>
    public ImmutableArray<short> HiddenBias { get; init; } = [];

    /// <summary><c>[T][J]</c>.</summary>
    public ImmutableArray<sbyte> HiddenWeight { get; init; } = [];

    /// <summary><c>[J]</c>.</summary>
    public ImmutableArray<short> OutputWeight { get; init; } = [];

    /// <summary><c>[H][W]</c>: bias by place, each below 2^29 in magnitude.</summary>
    public required ImmutableArray<int> Position { get; init; }
}

/// <summary>
/// A neighbour that a bit's probability depends on: <paramref name="Channel"/> below the bit's own channel,
/// or the same with an offset that lies before it in coding order.
/// </summary>
/// <param name="Channel">Latent channel.</param>
/// <param name="Dz">Offset in depth.</param>
/// <param name="Dy">Offset in height.</param>
/// <param name="Dx">Offset in width.</param>
public readonly record struct ContextTap(byte Channel, sbyte Dz, sbyte Dy, sbyte Dx);
