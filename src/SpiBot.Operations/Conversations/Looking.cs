using System.Net;
using Microsoft.Extensions.Logging;
using SpiBot.Gateways;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Ssh;
using SpiBot.Operations.Checks;

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
    /// <summary>Never throws for anything that a gateway does.</summary>
    public async Task<ReadOutcome> At(IPAddress? peer, CancellationToken stop, bool withDataPath = false)
    {
        using var limit = new CancellationTokenSource(options.ReadWithin, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            var first = await Once(peer, withDataPath, both.Token);
            return first.Failure is { Kind: GatewayFailureKind.SessionLost }
                ? await Once(peer, withDataPath, both.Token)
                : first;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await warm.Release();
            return Failed(GatewayFailureKind.SessionLost, "SpiBot is being stopped.", "Ask again when it is back.");
        }
        catch (OperationCanceledException)
        {
            await warm.Release();
            return Failed(
                GatewayFailureKind.SessionLost,
                $"No complete answer within {options.ReadWithin.TotalSeconds:0} s; the session was closed.",
                "Log in to it by hand and see whether it is slow or hangs."
            );
        }
        catch (Exception e)
        {
            log.LogError(e, "reading {Gateway} failed in a way that nobody foresaw", gateway.Name);
            await warm.Release();
            return Failed(
                GatewayFailureKind.SessionLost,
                $"Something in SpiBot broke ({e.GetType().Name}).",
                "SpiBot's log says what; please report it."
            );
        }
    }

    private async Task<ReadOutcome> Once(IPAddress? peer, bool withDataPath, CancellationToken ct)
    {
        var (session, failure) = await warm.Get(ct);
        if (session is null)
        {
            return new ReadOutcome(Box: null, Tunnel: null, failure);
        }

        var outcome = await Ask(session, peer, withDataPath, ct);
        return session.Lost is { } lost ? new ReadOutcome(Box: null, Tunnel: null, lost) : outcome;
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

    private ReadOutcome Failed(GatewayFailureKind kind, string cameBack, string doNow) =>
        new(
            Box: null,
            Tunnel: null,
            new GatewayFailure(gateway.Name, kind, $"Reading {gateway.Name}.", cameBack, doNow)
        );
}
