using Renci.SshNet;
using Renci.SshNet.Common;
using SpiBot.Gateways.Credentials;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Gateways.Ssh;

/// <summary>Connects to one server and logs in there: only to one whose host key is pinned, with the secret shown once, and none that it has refused.</summary>
internal sealed class HopLogin(IGatewayCredentials credentials, SessionLimits limits, TimeProvider clock) : IDisposable
{
    private readonly RefusedLogins refused = new(limits.RefusedFor, clock);
    private readonly FirstTries firstTries = new(clock);
    private readonly LoginTurns turns = new(limits.LoginsAtOnce);

    /// <returns>Null: its secret may be shown there. Else it is read anew when the next one asks: it may be another one by then.</returns>
    public GatewayFailure? WhyNotTried(Hop hop)
    {
        if (refused.Find(hop) is not { } before)
        {
            return null;
        }

        Forget(hop.Entry);
        return ConnectFailure.RefusedBefore(hop.Entry, before);
    }

    /// <returns>A channel when it is the gateway; neither when it is a jump host, which then is part of the route.</returns>
    public async Task<(SshShellChannel? Channel, GatewayFailure? Failure)> To(
        Hop hop,
        Route route,
        ConnectTime time,
        CancellationToken until
    )
    {
        LoginTurns.Turn? alone = null;
        ConnectionInfo? connection = null;
        var pin = new HostKeyPin(hop.Entry);
        var login = new OneLoginTry(hop.Entry.User, hop.Secret, MayShow);
        AuthenticationMethod[] methods;
        try
        {
            methods = login.Methods();
        }
        catch (Exception)
        {
            // A key that cannot be read throws whatever its parser's library throws, and the text may quote the key.
            return (null, ConnectFailure.Key(hop.Entry));
        }

        // SSH.NET waits on its thread, and does not listen to a token all the way. A thread of its own: where hundreds connect at once, those of the pool
        // would all be waiting, and nobody left to go on with what has come.
        var connecting = Task.Factory.StartNew(
            Try,
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        try
        {
            return await connecting.WaitAsync(until);
        }
        catch (OperationCanceledException e)
        {
            Abandon(connecting);
            return (null, WhyNot(e));
        }

        // On the connection's own thread. Refused is known before who waits may see whether it was.
        (SshShellChannel? Channel, GatewayFailure? Failure) Try()
        {
            try
            {
                var (host, port) = route.WayTo(hop.Entry.Address, hop.Entry.Port);
                connection = new ConnectionInfo(host, port, hop.Entry.User, methods) { Timeout = limits.Connect };
                if (!hop.Entry.LegacyAlgorithms)
                {
                    SshAlgorithms.RemoveLegacy(connection);
                }

                var channel = Connected(connection, pin, hop, route, time, until);
                firstTries.Taken(refused.Key(hop, GatewayFailureKind.LoginRefused));
                return (channel, null);
            }
            catch (Exception e)
            {
                return (null, WhyNot(e));
            }
            finally
            {
                alone?.Dispose();
            }
        }

        bool MayShow()
        {
            alone = firstTries
                .Take(refused.Key(hop, GatewayFailureKind.LoginRefused), time, until)
                .GetAwaiter()
                .GetResult();
            return refused.Find(hop) is null;
        }

        GatewayFailure WhyNot(Exception e) =>
            (e, login.Spent) switch
            {
                (SshAuthenticationException, true) => Remember(hop, ConnectFailure.From(e, hop.Entry, pin)),
                (SshAuthenticationException, false) => WhyNotTried(hop) ?? ConnectFailure.NotShown(hop.Entry),
                (_, true) when connection is not { IsAuthenticated: true } => Remember(
                    hop,
                    ConnectFailure.Undecided(hop.Entry),
                    undecided: true
                ),
                _ => ConnectFailure.From(e, hop.Entry, pin),
            };
    }

    /// <summary>The secret is not shown there again, and read anew when the next one asks.</summary>
    public GatewayFailure Remember(Hop hop, GatewayFailure failure, bool undecided = false)
    {
        Forget(hop.Entry);
        return ConnectFailure.Waiting(failure, refused.Add(hop, failure.Kind, failure.CameBack, undecided));
    }

    public void Dispose() => turns.Dispose();

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
            // Said on this thread, which is the connection's own: the login goes on when this returns.
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
    private static void Abandon(Task<(SshShellChannel? Channel, GatewayFailure? Failure)> connecting) =>
        _ = connecting.ContinueWith(
            static async late =>
            {
                if ((await late).Channel is { } channel)
                {
                    await channel.DisposeAsync();
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default
        );
}
