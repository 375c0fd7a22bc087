using System.Net;
using SpiBot.Gateways;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Platforms.CiscoIos;
using SpiBot.Gateways.Platforms.StrongSwan;
using SpiBot.Gateways.Ssh;
using SpiBot.Lab.Firewalls;
using SpiBot.Lab.Scenarios;
using SpiBot.Lab.Ssh;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>Sessions over real SSH with what is no ASA: the Lab's router with its oddities, and shells of Linux hosts.</summary>
public sealed class OtherPlatformSessionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, FirewallTraits> Oddities =>
        new()
        {
            { "none", new() },
            {
                "privileged from the start",
                new() { StartsEnabled = true }
            },
            {
                "the pager stays on",
                new() { DeniedCommands = ["terminal length"] }
            },
            {
                "small pieces",
                new() { FragmentSize = 5 }
            },
        };

    [Theory]
    [MemberData(nameof(Oddities))]
    public async Task A_router_reads_the_same_whatever_is_odd_about_it(string oddity, FirewallTraits traits)
    {
        var network = new LabNetwork("router-on-old-sa", TimeProvider.System);
        network.Firewall("munich-rtr1").Traits = traits;
        await using var front = await SshFront.Start(network.Endpoints, Ct);
        var listener = front.Listeners.Single(l => l.Name == "munich-rtr1");
        var known = network.Gateways.Single(gateway => gateway.Name == "munich-rtr1");
        var ios = new CiscoIosPlatform();
        var (session, failure) = await Door(ios, new KnownSecret(known.Password, known.Enable))
            .Open(Entry(ios, listener), Ct);
        Assert.True(session is not null, $"{oddity}: {failure}");

        var reading = await ios.ReadTunnel(
            session,
            "munich-rtr1",
            IPAddress.Parse("198.51.100.1"),
            DateTimeOffset.UnixEpoch,
            Ct
        );
        await session.DisposeAsync();

        Assert.Single(reading.Tunnels);
        Assert.True(reading.Box.Drops.Value?.InvalidSpis > 0, reading.Box.Drops.NotRead);
        Assert.Equal("FDO2521M0AB", reading.Box.Unit.Value?.SerialNumber);
        Assert.Equal(FailoverRole.Standalone, reading.Box.Failover.Value?.Role);
        Assert.True(
            reading.IkeWithPeer is [{ Up: true, Role: "INITIATOR" or "RESPONDER", LifetimeSeconds: 86_400 }],
            reading.Ikev2.NotRead
        );
        var ofIke = Assert.Single(Assert.Single(reading.IkeChildren.Value!.Sas).Children!);
        Assert.Contains(ofIke.Inbound!, reading.Tunnels[0].Accepting);
        Assert.NotEmpty(reading.Log.Value!.Events);
        var vpn = Assert.Single(reading.Sessions.Value!.Sessions);
        Assert.Equal(("198.51.100.1", "IKEv2 IPsec"), (vpn.Address, vpn.Protocol));
        Assert.InRange(vpn.IkeRekeyLeft!.SecondsLeft!.Value, 1, 86_400);
        var pair = Assert.Single(vpn.Pairs);
        Assert.Equal(("10.4.0.0/24", "10.1.0.0/24"), ($"{pair.Local}", $"{pair.Remote}"));
        Assert.InRange(pair.Rekey!.SecondsLeft!.Value, 1, 28_800);
        Assert.Equal("exit", network.TypedLines[^1].Line);
    }

    [Fact]
    public async Task An_old_router_without_IKEv2_says_so_and_the_rest_is_read()
    {
        var network = new LabNetwork("router-on-old-sa", TimeProvider.System);
        network.Firewall("munich-rtr1").Traits = new FirewallTraits { Version = "15.0(1)M10" };
        await using var front = await SshFront.Start(network.Endpoints, Ct);
        var listener = front.Listeners.Single(l => l.Name == "munich-rtr1");
        var known = network.Gateways.Single(gateway => gateway.Name == "munich-rtr1");
        var ios = new CiscoIosPlatform();
        var (session, failure) = await Door(ios, new KnownSecret(known.Password, known.Enable))
            .Open(Entry(ios, listener), Ct);
        Assert.True(session is not null, failure?.ToString());
        await using var open = session;

        var reading = await ios.ReadTunnel(
            session,
            "munich-rtr1",
            IPAddress.Parse("198.51.100.1"),
            DateTimeOffset.UnixEpoch,
            Ct
        );

        Assert.Equal(
            "the device refused it: % Invalid input detected at '^' marker. (IOS 15.1(1)T and later, and IOS-XE, know the command)",
            reading.Ikev2.NotRead
        );
        Assert.Equal(reading.Ikev2.NotRead, reading.IkeChildren.NotRead);
        Assert.Contains("routers with IOS-XE know the command", reading.Box.Drops.NotRead);
        Assert.Single(reading.Tunnels);
    }

    [Theory]
    [InlineData("spibot@gw:~", "$", " ")]
    [InlineData("", "$", " ")]
    [InlineData("", "#", " ")]
    [InlineData("gw", "%", " ")]
    [InlineData("\u001b[?2004h\u001b]0;root@gw: ~\a\u001b[01;32mroot@gw\u001b[00m:\u001b[01;34m~\u001b[00m", "#", " ")]
    [InlineData("[spibot@gw ~]", "$", " ")]
    [InlineData("production ☠ gw", "$", "")]
    public async Task A_linux_host_is_asked_behind_any_prompt(string prompt, string sign, string afterSign)
    {
        var host = Host(prompt, sign, afterSign, line => line == "uname -n" ? "gw\n" : "");
        await using var front = await SshFront.Start([new SshEndpoint(Bench.Name, host)], Ct);
        await using var session = await Open(front.Listeners[0]);

        var first = await session.Ask(LinuxName.Query, Ct);
        var second = await session.Ask(LinuxName.Query, Ct);

        Assert.Equal(("gw", "gw"), (first.Value, second.Value));
    }

    [Theory]
    [InlineData("-bash: swanctl: command not found\n")]
    [InlineData("sudo: a password is required\n")]
    [InlineData(
        "plugin 'gcm': failed to load - no plugin file available\nconnecting to 'unix:///var/run/charon.vici' failed: Permission denied\nError: connecting to 'default' URI failed: Permission denied\nstrongSwan 5.9.8 swanctl\nusage:\n"
    )]
    public async Task What_a_linux_host_refuses_is_told_in_its_words(string printed)
    {
        var host = Host(
            "gw:~",
            "#",
            " ",
            line => line.StartsWith("swanctl", StringComparison.Ordinal) ? printed : "gw\n"
        );
        await using var front = await SshFront.Start([new SshEndpoint(Bench.Name, host)], Ct);
        await using var session = await Open(front.Listeners[0]);

        var reading = await new StrongSwanPlatform().ReadTunnel(
            session,
            "gw",
            IPAddress.Parse("192.0.2.2"),
            DateTimeOffset.UnixEpoch,
            Ct
        );

        var told = printed.Split('\n').First(line => !line.StartsWith("plugin", StringComparison.Ordinal));
        Assert.Equal($"the device refused it: {told}", reading.Sas.NotRead);
        Assert.Equal("gw", reading.Box.Unit.Value?.Hostname);
        Assert.NotNull(SpiBot.Gateways.Changes.PlanCheck.NotForwarding(reading.Box));
    }

    [Fact]
    public async Task Warnings_of_missing_plugins_do_not_hide_the_answer()
    {
        var noise = string.Concat(
            Enumerable.Range(0, 12).Select(i => $"plugin 'p{i}': failed to load - no plugin file available\n")
        );
        var host = Host(
            "gw:~",
            "#",
            " ",
            line => line.Contains("--list-sas", StringComparison.Ordinal) ? noise : noise + "strongSwan swanctl 5.9.8\n"
        );
        await using var front = await SshFront.Start([new SshEndpoint(Bench.Name, host)], Ct);
        await using var session = await Open(front.Listeners[0]);

        var reading = await new StrongSwanPlatform().ReadTunnel(
            session,
            "gw",
            IPAddress.Parse("192.0.2.2"),
            DateTimeOffset.UnixEpoch,
            Ct
        );

        Assert.True(reading.Sas is { Value: { Complete: true, Tunnels: [] } }, reading.Sas.NotRead);
        Assert.Equal("5.9.8", reading.Box.Unit.Value?.Version);
    }

    private static ScriptedFirewall Host(string prompt, string sign, string afterSign, Func<string, string?> answers) =>
        new()
        {
            Banner = "Linux gw 6.1.0 #1 SMP\r\n\r\nLast login: Tue Nov 24 03:00:00 2026 from 192.0.2.9\r\n",
            Prompt = prompt,
            Sign = sign,
            AfterSign = afterSign,
            PrivilegedFromTheStart = true,
            Answers = answers,
        };

    private static async Task<IGatewaySession> Open(SshListener listener)
    {
        var linux = new StrongSwanPlatform();
        var (session, failure) = await Door(linux, new KnownSecret(enable: null)).Open(Entry(linux, listener), Ct);
        Assert.True(session is not null, failure?.ToString());
        return session;
    }

    private static SshGatewayDoor Door(IPlatform platform, KnownSecret secret) =>
        new(secret, [platform], Bench.Limits, TimeProvider.System, new CollectedLog<SshGatewayDoor>());

    private static GatewayEntry Entry(IPlatform platform, SshListener listener) =>
        Bench.Entry(listener.Port, listener.HostKeyFingerprint) with
        {
            Platform = platform.Id,
        };
}
