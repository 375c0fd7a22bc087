using Microsoft.Extensions.Logging;
using Renci.SshNet;
using Renci.SshNet.Common;
using SpiBot.Gateways.Credentials;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;

namespace SpiBot.Gateways.Ssh;

/// <summary>Opens sessions over SSH.NET: a shell on a pty (an ASA's exec channel hangs), with the host key pinned and the password shown once.</summary>
/// <param name="platforms">Those that an inventory may name.</param>
public sealed class SshGatewayDoor(
    IGatewayCredentials credentials,
    IEnumerable<IPlatform> platforms,
    SessionLimits limits,
    TimeProvider clock,
    ILogger<SshGatewayDoor> log
) : IGatewayDoor, IDisposable
{
    private readonly Dictionary<string, IPlatform> platforms = platforms.ToDictionary(
        platform => platform.Id,
        StringComparer.Ordinal
    );

    private readonly RefusedLogins refused = new(limits.RefusedFor, clock);
    private readonly LoginTurns turns = new(limits.LoginsAtOnce);

    public async Task<(IGatewaySession? Session, GatewayFailure? Failure)> Open(
        GatewayEntry gateway,
        CancellationToken ct
    )
    {
        if (!platforms.TryGetValue(gateway.Platform, out var platform))
        {
            throw new ArgumentException(
                $"{gateway.Name} is of the unknown platform {gateway.Platform}.",
                nameof(gateway)
            );
        }

        var (hops, missing) = await new Keyring(credentials).Hops(gateway, ct);
        if (hops is null)
        {
            return Failed(missing!);
        }

        foreach (var hop in hops)
        {
            if (refused.Find(hop) is { } before)
            {
                // It may be another one by now.
                Forget(hop.Entry);
                return Failed(ConnectFailure.RefusedBefore(hop.Entry, before));
            }
        }

        using var time = new ConnectTime(limits.Connect, clock);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(ct, time.Over);
        var (channel, failure) = await Connect(hops, time, until.Token, ct);
        if (channel is null)
        {
            return Failed(failure!);
        }

        var shell = new Shell(channel, platform.Dialect, limits, clock);
        var answered = new AnsweredAtLogin(clock);
        try
        {
            failure = await Preparation.Prepare(
                shell,
                platform.Dialect,
                gateway,
                hops[^1].Secret,
                answered,
                until.Token
            );
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            failure = ConnectFailure.NoPrompt(gateway);
        }
        catch
        {
            await channel.DisposeAsync();
            throw;
        }

        if (failure is not null)
        {
            await Leave(shell, channel);
            return Failed(failure.Kind == GatewayFailureKind.EnableRefused ? Remember(hops[^1], failure) : failure);
        }

        log.LogInformation("Opened a session on {Gateway} as {User}", gateway.Name, gateway.User);
        return (new GatewaySession(gateway, platform.Dialect, shell, channel, answered, limits, clock, log), null);
    }

    public void Dispose() => turns.Dispose();

    /// <summary>Logs out of a shell that is not wanted after all: one that is merely dropped counts among the box's sessions until it times out.</summary>
    private async Task Leave(Shell shell, IShellChannel channel)
    {
        if (shell.StandsAtPrompt)
        {
            using var patience = new CancellationTokenSource(limits.Farewell, clock);
            try
            {
                await shell.Leave(patience.Token);
            }
            catch (OperationCanceledException)
            {
                log.LogDebug("It did not hang up by itself");
            }
        }

        await channel.DisposeAsync();
    }

    /// <summary>Connects to one server after the other; what was connected is closed again when a later one fails.</summary>
    private async Task<(IShellChannel? Channel, GatewayFailure? Failure)> Connect(
        IReadOnlyList<Hop> hops,
        ConnectTime time,
        CancellationToken until,
        CancellationToken ct
    )
    {
        var route = new Route();
        for (var i = 0; i < hops.Count; i++)
        {
            var (channel, failure) = await Connect(hops[i], route, time, until);
            if (failure is not null)
            {
                await Task.Run(route.Dispose, CancellationToken.None);
                ct.ThrowIfCancellationRequested();
                return (null, failure);
            }

            if (channel is not null)
            {
                return (channel, null);
            }
        }

        throw new InvalidOperationException("A way without a gateway at its end.");
    }

    /// <returns>A channel when it is the gateway; neither when it is a jump host, which then is part of the route.</returns>
    private async Task<(IShellChannel? Channel, GatewayFailure? Failure)> Connect(
        Hop hop,
        Route route,
        ConnectTime time,
        CancellationToken until
    )
    {
        var gateway = hop.Entry;
        var pin = new HostKeyPin(gateway);
        var login = new OneLoginTry(gateway.User, hop.Secret);
        AuthenticationMethod[] methods;
        try
        {
            methods = login.Methods();
        }
        catch (Exception)
        {
            // A key that cannot be read throws whatever its parser's library throws, and the text may quote the key.
            return (null, ConnectFailure.Key(gateway));
        }

        ConnectionInfo? connection = null;
        // SSH.NET waits on its thread, and does not listen to a token all the way. A thread of its own: where hundreds connect at once, those of the pool
        // would all be waiting, and nobody left to go on with what has come.
        var connecting = Task.Factory.StartNew(
            () =>
            {
                var (host, port) = route.WayTo(gateway.Address, gateway.Port);
                connection = new ConnectionInfo(host, port, gateway.User, methods) { Timeout = limits.Connect };
                if (!gateway.LegacyAlgorithms)
                {
                    SshAlgorithms.RemoveLegacy(connection);
                }

                return Connected(connection, pin, hop, route, time, until);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        try
        {
            return (await connecting.WaitAsync(until), null);
        }
        catch (Exception e)
        {
            Abandon(connecting);
            var undecided =
                login.Spent && connection is not { IsAuthenticated: true } && e is not SshAuthenticationException;
            var failure = undecided ? ConnectFailure.Undecided(gateway) : ConnectFailure.From(e, gateway, pin);
            return (
                null,
                failure.Kind == GatewayFailureKind.LoginRefused ? Remember(hop, failure, undecided) : failure
            );
        }
    }

    /// <summary>The secret is not shown there again, and read anew when the next one asks.</summary>
    private GatewayFailure Remember(Hop hop, GatewayFailure failure, bool undecided = false)
    {
        Forget(hop.Entry);
        return ConnectFailure.Waiting(failure, refused.Add(hop, failure.Kind, failure.CameBack, undecided));
    }

    private void Forget(GatewayEntry entry)
    {
        credentials.Forget(entry);
        if (entry.PrivateKeySecret is { } key)
        {
            credentials.Forget(entry with { Secret = key });
        }
    }

    private SshShellChannel? Connected(
        ConnectionInfo connection,
        HostKeyPin pin,
        Hop hop,
        Route route,
        ConnectTime time,
        CancellationToken until
    )
    {
        var client = new SshClient(connection);
        LoginTurns.Turn? turn = null;
        try
        {
            // Said on this thread, which is Connect's own: the login goes on when this returns.
            client.ServerIdentificationReceived += (_, _) => turn = turns.Take(time, until).GetAwaiter().GetResult();
            client.HostKeyReceived += (_, shown) => shown.CanTrust = pin.IsPinned(shown.FingerPrintSHA256);
            client.Connect();
            if (hop.IsGateway)
            {
                return new SshShellChannel(client, route, clock);
            }

            route.Add(client);
            return null;
        }
        catch
        {
            client.Dispose();
            throw;
        }
        finally
        {
            turn?.Dispose();
        }
    }

    /// <summary>A connection that comes about after nobody waits any more is closed.</summary>
    private static void Abandon(Task<SshShellChannel?> connecting) =>
        _ = connecting.ContinueWith(
            static async late =>
            {
                if (late.IsCompletedSuccessfully)
                {
                    if (await late is { } channel)
                    {
                        await channel.DisposeAsync();
                    }
                }
                else
                {
                    // Seen, so that it does not surface as unobserved: the caller has its failure already.
                    _ = late.Exception;
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default
        );

    private (IGatewaySession? Session, GatewayFailure? Failure) Failed(GatewayFailure failure)
    {
        log.LogWarning("No session on {Gateway}: {Kind}. {CameBack}", failure.Gateway, failure.Kind, failure.CameBack);
        return (null, failure);
    }
}
