namespace SpiBot.Commands;

/// <summary>What was said, before anybody looked whether the peer or the gateway exists. Peer and gateway are as typed.</summary>
public abstract record Command
{
    public sealed record CheckTunnel(string Peer, string? Gateway) : Command;

    /// <summary><see cref="All"/>: everything that debug can print.</summary>
    public sealed record Debug(string Peer, bool All, string? Gateway) : Command;

    public sealed record Trace(string Peer, string? Gateway) : Command;

    public sealed record Compare(string Peer, string? Gateway) : Command;

    /// <summary>What the data paths of both ends work with.</summary>
    public sealed record DataPath(string Peer, string? Gateway) : Command;

    public sealed record Drops(string? Gateway) : Command;

    public sealed record Inactive(string? Gateway) : Command;

    public sealed record ClearPeer(string Peer, string? Gateway) : Command;

    public sealed record ClearInactive(string? Gateway) : Command;

    public sealed record ClearIke(string Peer, string? Gateway) : Command;

    public sealed record ClearBothEnds(string Peer, string? Gateway) : Command;

    public sealed record ClearDrops(string? Gateway) : Command;

    /// <summary>What is remembered of a tunnel.</summary>
    public sealed record History(string Peer, string? Gateway) : Command;

    /// <summary>Whose an SPI is; as typed.</summary>
    public sealed record WhatIsSpi(string Spi) : Command;

    /// <summary>Looks at a tunnel from time to time. <see cref="For"/>: how long, as typed; null where nobody said.</summary>
    public sealed record Watch(string Peer, string? Gateway, string? For = null) : Command;

    public sealed record Unwatch(string Peer, string? Gateway) : Command;

    /// <summary>What is watched here.</summary>
    public sealed record Watches : Command;

    public sealed record Approvals : Command;

    public sealed record Duties : Command;

    public sealed record Help : Command;

    /// <summary>A command whose peer, gateway or SPI was not said. <see cref="Words"/>: what stands before it, <see cref="Gateway"/>: the one that was named, as typed.</summary>
    public sealed record Incomplete(string Words, TargetPart Missing, string? Gateway = null) : Command;

    /// <summary>Not understood. <see cref="Nearest"/> is the command it most resembles, ready to be said; null when it resembles none.</summary>
    public sealed record Unknown(string Text, string? Nearest) : Command;
}
