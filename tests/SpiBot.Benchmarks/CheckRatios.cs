using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Renci.SshNet;
using SpiBot.Gateways;
using SpiBot.Gateways.Credentials;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Gateways.Ssh;
using SpiBot.Lab.Scenarios;
using SpiBot.Lab.Ssh;
using SpiBot.Tunnels;

namespace SpiBot.Benchmarks;

/// <summary>A check of one tunnel over a link of 80 ms, on a warm session and from nothing, in round trips of that link.</summary>
internal static class CheckRatios
{
    private const int Runs = 7;
    private const string Box = "hq-fw1";

    private static readonly TimeSpan Distance = TimeSpan.FromMilliseconds(80);
    private static readonly IPAddress Peer = IPAddress.Parse("203.0.113.9");

    public static async IAsyncEnumerable<Ratio> Measure(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
    {
        var network = new LabNetwork("healthy", TimeProvider.System);
        await using var front = await SshFront.Start(network.Endpoints, ct);
        var listener = front.Listeners.Single(one => one.Name == Box);
        await using var link = new DelayedLink(listener.Port, Distance);
        var known = network.Gateways.Single(one => one.Name == Box);
        var gateway = LabSecret.Entry(known, link.Port, listener.HostKeyFingerprint);
        var platform = new CiscoAsaPlatform();
        var door = new SshGatewayDoor(
            new LabSecret(known),
            [platform],
            new SessionLimits(),
            TimeProvider.System,
            NullLogger<SshGatewayDoor>.Instance
        );

        var roundTrip = await RoundTrip(ct);
        yield return new("round-trip", roundTrip.TotalMilliseconds, "ms");

        // The first of all pays for what is compiled at its first use.
        await Cold();
        var enabling = await Stopwatches.Median(Runs, Cold);
        var box = network.Firewall(Box);
        box.Traits = box.Traits with { StartsEnabled = true };
        var cold = await Stopwatches.Median(Runs, Cold);
        box.Traits = box.Traits with { StartsEnabled = false };
        var bare = await Stopwatches.Median(Runs, () => Bare(known, link.Port, ct));

        var session = await Open(door, gateway, ct);
        var typedBefore = network.TypedLines.Count;
        await Check(platform, session, ct);
        var lines = network.TypedLines.Skip(typedBefore).Select(typed => typed.Line).ToList();
        var warm = await Stopwatches.Median(2 * Runs, () => Stopwatches.Time(() => Check(platform, session, ct)));
        await session.DisposeAsync();
        var device = await Device(network, lines, ct);

        yield return new("check-commands", lines.Count, "lines");
        yield return new("device-time", device.TotalMilliseconds, "ms");
        yield return new("warm-check", warm / roundTrip, "RTT");
        yield return new("warm-check-against-1-rtt-and-device", warm / (roundTrip + device), "x");
        yield return new("cold-check", cold / roundTrip, "RTT");
        yield return new("cold-check-with-enable", enabling / roundTrip, "RTT");
        yield return new("bare-ssh-client-to-first-prompt", bare / roundTrip, "RTT");

        async Task<TimeSpan> Cold()
        {
            IGatewaySession? opened = null;
            var time = await Stopwatches.Time(async () =>
            {
                opened = await Open(door, gateway, ct);
                await Check(platform, opened, ct);
            });
            await opened!.DisposeAsync();
            return time;
        }
    }

    private static async Task<TimeSpan> RoundTrip(CancellationToken ct)
    {
        await using var echo = new Echo();
        await using var link = new DelayedLink(echo.Port, Distance);
        return await Echo.RoundTrip(link.Port, ct);
    }

    private static async Task<IGatewaySession> Open(IGatewayDoor door, GatewayEntry gateway, CancellationToken ct)
    {
        var (session, failure) = await door.Open(gateway, ct);
        return session ?? throw new InvalidOperationException($"no session: {failure}");
    }

    private static async Task Check(CiscoAsaPlatform platform, IGatewaySession session, CancellationToken ct)
    {
        var reading = await platform.ReadTunnel(session, Box, Peer, TimeProvider.System.GetUtcNow(), ct);
        string?[] notRead =
        [
            reading.Box.Clock.NotRead,
            reading.Box.Unit.NotRead,
            reading.Box.Failover.NotRead,
            reading.Box.Drops.NotRead,
            reading.Box.Inactive.NotRead,
            reading.Box.Sessions.NotRead,
            reading.Sas.NotRead,
            reading.Ikev1.NotRead,
            reading.Ikev2.NotRead,
            reading.Box.Cpu.NotRead,
            reading.Log.NotRead,
            reading.Sessions.NotRead,
            reading.CryptoMaps.NotRead,
            reading.TunnelGroup.NotRead,
        ];
        if (Array.Find(notRead, because => because is not null) is { } because)
        {
            throw new InvalidOperationException($"the check is not whole: {because}");
        }

        if (reading.Tunnels.Count == 0)
        {
            throw new InvalidOperationException("the check saw no tunnel");
        }
    }

    /// <summary>What an SSH client of this kind needs at least: connected, logged in, a shell that has printed something.</summary>
    private static async Task<TimeSpan> Bare(LabGateway known, int port, CancellationToken ct)
    {
        using var client = new SshClient("127.0.0.1", port, known.User, known.Password);
        return await Stopwatches.Time(async () =>
        {
            await client.ConnectAsync(ct);
            await using var shell = client.CreateShellStream("vt100", 80, 24, 0, 0, 4096);
            await shell.ReadExactlyAsync(new byte[1], ct);
        });
    }

    private static async Task<TimeSpan> Device(LabNetwork network, IReadOnlyList<string> lines, CancellationToken ct)
    {
        var box = network.Firewall(Box);
        var traits = box.Traits;
        box.Traits = traits with { StartsEnabled = true };
        try
        {
            var shell = network.Endpoints.Single(one => one.Name == Box).Shell;
            await using var device = await DeviceTime.Of(shell, Box + "# ", ct);
            await device.For(lines, ct);
            return await Stopwatches.Median(2 * Runs, () => device.For(lines, ct));
        }
        finally
        {
            box.Traits = traits;
        }
    }
}
