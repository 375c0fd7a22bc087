namespace SpiBot.Tunnels.Watching;

/// <summary>By what a look shows a fault.</summary>
public enum SignKind
{
    /// <summary>A box drops packets for an invalid SPI, faster than is ordinary.</summary>
    Drops,

    /// <summary>There is no SA with the peer.</summary>
    Gone,

    /// <summary>What one end sends with, the other does not accept.</summary>
    Mismatch,
}

/// <summary>What one look at a tunnel shows of a fault. <see cref="Words"/>: a sentence for a person.</summary>
public sealed record FaultSign(SignKind Kind, string Words);
