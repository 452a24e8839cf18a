namespace EdgeCodec.Campaign;

/// <summary>Something that encodes. Those in other processes work between <see cref="Begin"/> and <see cref="End"/>.</summary>
internal interface IContestant : IDisposable
{
    string Name { get; }

    /// <summary>Hands the input over.</summary>
    void Begin(Job job);

    /// <summary>Its stream.</summary>
    byte[] End();
}
