namespace SpiBot.Lab.Firewalls;

/// <summary>What happens to the packets of one end on their way to the other. Nothing, unless something is said.</summary>
public sealed record Wire
{
    /// <summary>They vanish, and nobody counts them.</summary>
    public bool LosesAll { get; init; }

    /// <summary>A NAT device gives ESP in UDP another port than 4500, so that it is no NAT-T any more to the box that gets it.</summary>
    public bool MangledByNat { get; init; }

    /// <summary>They come to this box in place of the peer: routing or DNS on the sender's side points there.</summary>
    public Firewall? EndsAt { get; init; }

    /// <summary>This part of them comes later than a replay window allows.</summary>
    public double LateShare { get; init; }
}
