using SpiBot.Tunnels.History;

namespace SpiBot.Tunnels.Diagnosis;

/// <summary>One end of a tunnel: its latest reading, and an earlier one when it was looked at twice.</summary>
public sealed record TunnelEnd(TunnelReading? Earlier, TunnelReading Latest)
{
    public string Gateway => Latest.Gateway;

    /// <summary>What is remembered of this end from before, its readings here included; null where nothing is kept (saved output, a pasted end).</summary>
    public TunnelHistory? History { get; init; }
}

/// <summary>
/// What a diagnosis rests on. Ours is the viewpoint: the gateway that knows the other as its peer. Theirs is null when the
/// peer is not in the inventory or could not be read; <see cref="TheirsMissing"/> then says why.
/// </summary>
public sealed record TunnelEvidence(TunnelEnd Ours, TunnelEnd? Theirs, string? TheirsMissing)
{
    /// <summary>What our other gateways that have the same peer read of their tunnels with it: an SPI that one of ours drops may be another's.</summary>
    public IReadOnlyList<TunnelReading> Elsewhere { get; init; } = [];

    /// <summary>The same seen from the other end, which has to be known.</summary>
    /// <exception cref="InvalidOperationException">The other end was not read.</exception>
    public TunnelEvidence FromTheirs() =>
        new(Theirs ?? throw new InvalidOperationException("the other end was not read"), Ours, TheirsMissing: null);

    /// <summary>The inventory has the peer among our gateway's: nothing is changed there for another.</summary>
    public bool PeerIsListed { get; init; } = true;

    /// <summary>What the other end is, where the inventory says it: <c>fortios</c>. Only to know what to ask its people for.</summary>
    public string? TheirPlatform { get; init; }
}
