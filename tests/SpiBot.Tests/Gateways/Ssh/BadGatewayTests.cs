using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using SpiBot.Gateways;
using SpiBot.Gateways.Credentials;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Ssh;
using SpiBot.Lab.Scenarios;
using SpiBot.Lab.Ssh;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>What can be wrong with a gateway, on each platform: the answer says what was tried, what came back and what to do there.</summary>
public sealed class BadGatewayTests
{
    private const string Wrong = "hunter2-Zq81";
    private const string Pinned = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("cisco_asa", "`show crypto key mypubkey`", "On an ASA: `ssh key-exchange group")]
    [InlineData("cisco_ftd", "the fingerprint on its console", "A newer release")]
    [InlineData("cisco_ios", "`show ip ssh`", "On a router: `ip ssh server algorithm kex`")]
    [InlineData("strongswan", "`ssh-keygen -lf", "On Linux: KexAlgorithms")]
    public async Task It_cannot_be_logged_in_to(string platform, string hostKeyShownBy, string newerAlgorithmsBy)
    {
        await using var front = await SshFront.Start(
            [new("gw", new ScriptedFirewall()), new("old", new ScriptedFirewall()) { Legacy = true }],
            Ct
        );
        var (gw, old) = (front.Listeners[0], front.Listeners[1]);
        var entry = Bench.Entry(gw.Port, gw.HostKeyFingerprint) with { Name = "gw", Platform = platform };

        var refused = await Refused(entry, new KnownSecret(Wrong));
        Assert.Equal(GatewayFailureKind.LoginRefused, refused.Kind);
        Assert.Equal(1, front.LoginAttempts["gw"]);
        Assert.DoesNotContain(Wrong, refused.ToString(), StringComparison.Ordinal);

        var otherKey = await Refused(entry with { HostKeys = [Pinned] });
        Assert.Equal(GatewayFailureKind.HostKeyNotPinned, otherKey.Kind);
        Assert.Contains(hostKeyShownBy, otherKey.DoNow, StringComparison.Ordinal);
        Assert.Equal(1, front.LoginAttempts["gw"]);

        var nobody = await Refused(entry with { Port = ClosedPort() });
        Assert.Equal((GatewayFailureKind.Unreachable, "The connection was refused."), (nobody.Kind, nobody.CameBack));

        var onlyOld = await Refused(entry with { Port = old.Port, HostKeys = [old.HostKeyFingerprint] });
        Assert.Contains("Set \"legacyAlgorithms\": true in gateways.gw", onlyOld.DoNow, StringComparison.Ordinal);
        Assert.Contains(newerAlgorithmsBy, onlyOld.DoNow, StringComparison.Ordinal);
        Assert.Equal(0, front.LoginAttempts["old"]);

        var noSecret = await Refused(entry, new ConfigurationCredentials(new ConfigurationBuilder().Build()));
        Assert.Equal(GatewayFailureKind.NoSecret, noSecret.Kind);
        Assert.All([refused, otherKey, nobody, onlyOld, noSecret], failure => Assert.NotEmpty(failure.DoNow));

        async Task<GatewayFailure> Refused(GatewayEntry to, IGatewayCredentials? secrets = null)
        {
            var (session, failure) = await Door(platform, secrets ?? new KnownSecret()).Open(to, Ct);
            Assert.Null(session);
            return failure!;
        }
    }

    [Fact]
    public async Task A_command_is_denied_and_another_answer_stops_half_way()
    {
        var network = new LabNetwork("healthy", TimeProvider.System, branches: 0);
        await using var front = await SshFront.Start(network.Endpoints, Ct);
        foreach (var gateway in network.Gateways)
        {
            var peer = IPAddress.Parse(gateway.Peers.Values.First());
            network.Firewall(gateway.Name).Traits = new() { DeniedCommands = ["show crypto ipsec sa"] };
            await using var session = await Open(front, gateway);

            var denied = await Read(session, gateway, peer);
            network.Firewall(gateway.Name).Traits = new() { CutsOutputOf = "show crypto ipsec sa" };
            var cut = await Read(session, gateway, peer);

            Assert.StartsWith(
                "the device refused it: Command authorization failed",
                denied.Sas.NotRead,
                StringComparison.Ordinal
            );
            Assert.True(denied.Box.Unit.WasRead, denied.Box.Unit.NotRead);
            Assert.StartsWith("connection lost", cut.Sas.NotRead, StringComparison.Ordinal);
            Assert.Equal(GatewayFailureKind.SessionLost, session.Lost?.Kind);
        }
    }

    [Fact]
    public async Task It_reboots_in_the_middle_of_an_answer_and_is_read_again_when_it_is_back()
    {
        var network = new LabNetwork("healthy", TimeProvider.System, branches: 0);
        await using var front = await SshFront.Start(network.Endpoints, Ct);
        foreach (var gateway in network.Gateways)
        {
            network.Firewall(gateway.Name).Traits = new() { RebootsDuring = "show version" };
            await using var session = await Open(front, gateway);

            var lost = await session.Ask(Bench.Text("show version"), Ct);
            await using var again = await Open(front, gateway);
            var after = await again.Ask(Bench.Text("show version"), Ct);

            Assert.StartsWith("connection lost", lost.NotRead, StringComparison.Ordinal);
            Assert.True(after.WasRead, after.NotRead);
        }
    }

    private static async Task<IGatewaySession> Open(SshFront front, LabGateway gateway)
    {
        var listener = front.Listeners.Single(l => l.Name == gateway.Name);
        var entry = Bench.Entry(listener.Port, listener.HostKeyFingerprint) with
        {
            Name = gateway.Name,
            Platform = gateway.Platform,
        };
        var door = Door(gateway.Platform, new KnownSecret(gateway.Password, gateway.Enable));
        var (session, failure) = await door.Open(entry, Ct);
        Assert.True(session is not null, $"{gateway.Name}: {failure}");
        return session;
    }

    private static Task<TunnelReading> Read(IGatewaySession session, LabGateway gateway, IPAddress peer) =>
        KnownPlatforms.Find(gateway.Platform)!.ReadTunnel(session, gateway.Name, peer, DateTimeOffset.UnixEpoch, Ct);

    private static SshGatewayDoor Door(string platform, IGatewayCredentials secrets) =>
        new(
            secrets,
            [KnownPlatforms.Find(platform)!],
            Bench.Limits,
            TimeProvider.System,
            new CollectedLog<SshGatewayDoor>()
        );

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
