using Microsoft.Extensions.Logging;
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

    private readonly HopLogin login = new(credentials, limits, clock);

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

        if (hops.Select(login.WhyNotTried).FirstOrDefault(why => why is not null) is { } before)
        {
            return Failed(before);
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
            failure = await new Preparation(shell, platform.Dialect, gateway, hops[^1].Secret, answered).Prepare(
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
            return Failed(
                failure.Kind == GatewayFailureKind.EnableRefused ? login.Remember(hops[^1], failure) : failure
            );
        }

        log.LogInformation("Opened a session on {Gateway} as {User}", gateway.Name, gateway.User);
        return (new GatewaySession(gateway, platform.Dialect, shell, channel, answered, limits, clock, log), null);
    }

    public void Dispose() => login.Dispose();

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
            var (channel, failure) = await login.To(hops[i], route, time, until);
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

    private (IGatewaySession? Session, GatewayFailure? Failure) Failed(GatewayFailure failure)
    {
        log.LogWarning("No session on {Gateway}: {Kind}. {CameBack}", failure.Gateway, failure.Kind, failure.CameBack);
        return (null, failure);
    }
}
