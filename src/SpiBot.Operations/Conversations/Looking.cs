using System.Net;
using Microsoft.Extensions.Logging;
using SpiBot.Gateways;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Ssh;
using SpiBot.Operations.Checks;
using SpiBot.Tunnels;

namespace SpiBot.Operations.Conversations;

/// <summary>Reads one gateway over its warm session. A session that is lost under way is opened again once: reading twice harms nobody.</summary>
internal sealed class Looking(
    GatewayEntry gateway,
    IPlatform platform,
    WarmSession warm,
    ConversationOptions options,
    TimeProvider clock,
    ILogger log
)
{
    public async Task<ReadOutcome> At(IPAddress? peer, CancellationToken stop, bool withDataPath = false)
    {
        var (read, failure) = await Read((session, ct) => Ask(session, peer, withDataPath, ct), stop);
        return read ?? new ReadOutcome(Box: null, Tunnel: null, failure);
    }

    /// <returns>What a watch wants to know of the tunnels with these peers, a reading for each, in order; or why nothing was read.</returns>
    public Task<(IReadOnlyList<TunnelReading>? Read, GatewayFailure? Failure)> Glance(
        IReadOnlyList<IPAddress> peers,
        CancellationToken stop
    ) => Read((session, ct) => platform.Glance(session, gateway.Name, peers, clock.GetUtcNow(), ct), stop);

    /// <summary>Never throws for anything that a gateway does.</summary>
    private async Task<(T? Read, GatewayFailure? Failure)> Read<T>(
        Func<IGatewaySession, CancellationToken, Task<T>> ask,
        CancellationToken stop
    )
        where T : class
    {
        using var limit = new CancellationTokenSource(options.ReadWithin, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            var first = await Once(ask, both.Token);
            return first.Failure is { Kind: GatewayFailureKind.SessionLost } ? await Once(ask, both.Token) : first;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await warm.Release();
            return (null, Failed("SpiBot is being stopped.", "Ask again when it is back."));
        }
        catch (OperationCanceledException)
        {
            await warm.Release();
            return (
                null,
                Failed(
                    $"No complete answer within {options.ReadWithin.TotalSeconds:0} s; the session was closed.",
                    "Log in to it by hand and see whether it is slow or hangs."
                )
            );
        }
        catch (Exception e)
        {
            log.LogError(e, "reading {Gateway} failed in a way that nobody foresaw", gateway.Name);
            await warm.Release();
            return (
                null,
                Failed($"Something in SpiBot broke ({e.GetType().Name}).", "SpiBot's log says what; please report it.")
            );
        }
    }

    private async Task<(T? Read, GatewayFailure? Failure)> Once<T>(
        Func<IGatewaySession, CancellationToken, Task<T>> ask,
        CancellationToken ct
    )
        where T : class
    {
        var (session, failure) = await warm.Get(ct);
        if (session is null)
        {
            return (null, failure);
        }

        var read = await ask(session, ct);
        return session.Lost is { } lost ? (null, lost) : (read, null);
    }

    private async Task<ReadOutcome> Ask(
        IGatewaySession session,
        IPAddress? peer,
        bool withDataPath,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        if (peer is null)
        {
            return new ReadOutcome(await platform.ReadBox(session, gateway.Name, now, ct), Tunnel: null, Failure: null);
        }

        var tunnel = await platform.ReadTunnel(session, gateway.Name, peer, now, ct);
        if (withDataPath)
        {
            tunnel = tunnel with { DataPath = await platform.ReadDataPath(session, tunnel, clock.GetUtcNow(), ct) };
        }

        return new ReadOutcome(tunnel.Box, tunnel, Failure: null);
    }

    private GatewayFailure Failed(string cameBack, string doNow) =>
        new(gateway.Name, GatewayFailureKind.SessionLost, $"Reading {gateway.Name}.", cameBack, doNow);
}
