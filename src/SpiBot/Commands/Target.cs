using System.Net;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Commands;

/// <summary>What a command is about, looked up in the inventory: either the gateway (and the peer it knows), or a question back.</summary>
public abstract record Target
{
    public sealed record Found(GatewayEntry Gateway, IPAddress? Peer) : Target;

    /// <summary>It cannot be told what was meant: what is wrong, what to do, and what may have been meant (words to put in the place of the wrong one).</summary>
    public sealed record NotFound(string Problem, string DoNow, TargetPart Wrong, IReadOnlyList<string> Candidates)
        : Target;
}

/// <summary>Which of a command's words is meant.</summary>
public enum TargetPart
{
    Peer,
    Gateway,
    Spi,
}
