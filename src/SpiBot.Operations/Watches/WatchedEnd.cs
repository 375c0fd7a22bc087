using System.Net;
using SpiBot.Gateways;
using SpiBot.Operations.Checks;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Watches;

/// <summary>One end of a watched tunnel: what was asked of its gateway, and its last two readings. Lives in one grain: not thread safe.</summary>
internal sealed class WatchedEnd(string gateway, IPAddress peer)
{
    private string? asked;
    private TunnelReading? earlier;

    public string Gateway { get; } = gateway;

    /// <summary>The other end, as this gateway knows it.</summary>
    public IPAddress Peer { get; } = peer;

    /// <summary>Null before the first reading.</summary>
    public TunnelReading? Latest { get; private set; }

    /// <summary>Why the last look came to nothing; null when it did not.</summary>
    public GatewayFailure? Failure { get; private set; }

    /// <summary>It has answered since this was last set to false.</summary>
    public bool IsIn { get; set; }

    public bool IsAsked => asked is not null;

    /// <summary>The last look told nothing of its SAs.</summary>
    public bool IsAway => Failure is not null || Latest is { Sas.WasRead: false };

    /// <returns>The id of the request to make.</returns>
    public string Ask() => asked = Guid.NewGuid().ToString("n");

    /// <returns>False when this is not what was asked for.</returns>
    public bool Took(string requestId, ReadOutcome outcome)
    {
        if (requestId != asked)
        {
            return false;
        }

        asked = null;
        IsIn = true;
        Failure = outcome.Failure;
        if (outcome.Tunnel is { } reading)
        {
            (earlier, Latest) = (Latest, reading);
        }

        return true;
    }

    /// <summary>The last two looks; null where the last one told nothing.</summary>
    public TunnelEnd? Looks => IsAway || Latest is null ? null : new TunnelEnd(earlier, Latest);
}
