using System.Net;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using CsCheck;
using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Gateways.Ssh;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Gateways.CiscoAsa;

public sealed class CiscoAsaPlatformTests
{
    private static readonly IPAddress Berlin = IPAddress.Parse("203.0.113.9");

    private static readonly IPAddress Acme = IPAddress.Parse("192.0.2.77");

    private readonly CiscoAsaPlatform asa = new();

    [Fact]
    public async Task A_tunnel_is_read_with_everything_asked_before_the_first_answer()
    {
        var session = new HeldSession();
        var reading = asa.ReadTunnel(
            session,
            "hq-fw1",
            Berlin,
            DateTimeOffset.UnixEpoch,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(
            [
                "show cpu usage",
                "show clock",
                "show version",
                "show failover",
                "show asp drop",
                "show ssh sessions",
                "show mode",
                "show crypto ipsec sa peer 203.0.113.9",
            ],
            session.Asked
        );
        Assert.False(reading.IsCompleted);

        session.Answer.SetResult();
        var read = await reading;

        Assert.Equal(("hq-fw1", Berlin, DateTimeOffset.UnixEpoch), (read.Gateway, read.Peer, read.TakenAt));
        Assert.Equal("held", read.Sas.NotRead);
        Assert.Equal("held", read.Box.Drops.NotRead);
        Assert.All(
            [read.Log.NotRead, read.Ikev1.NotRead, read.Ikev2.NotRead, read.Box.Inactive.NotRead],
            notRead => Assert.Equal("how busy the box is could not be read: held", notRead)
        );
    }

    [Fact]
    public async Task A_watch_asks_a_box_once_for_all_its_peers_and_a_busy_box_for_nothing()
    {
        var session = new ScriptedSession { [ShowCpuUsage.Command] = Cpu(80, 80) };
        var readings = await Glance(session, TimeSpan.Zero);
        Assert.Equal(
            [
                "show cpu usage",
                "show ssh sessions",
                "show version",
                "show failover",
                "show asp drop",
                "show crypto ipsec sa peer 203.0.113.9",
                "show crypto ipsec sa peer 192.0.2.77",
            ],
            session.Asked
        );
        Assert.Equal([Berlin, Acme], readings.Select(reading => reading.Peer));

        session[ShowCpuUsage.Command] = Cpu(93, 60);
        session.Asked.Clear();
        var busy = await Glance(session, TimeSpan.FromMinutes(6));
        Assert.Equal(["show cpu usage", "show ssh sessions"], session.Asked);
        Assert.All(
            busy,
            reading => Assert.Equal("the box is busy: CPU 93 % for 5 seconds, 60 % for 1 minute", reading.Sas.NotRead)
        );
    }

    private Task<IReadOnlyList<TunnelReading>> Glance(ScriptedSession session, TimeSpan after) =>
        asa.Glance(
            session,
            "hq-fw1",
            [Berlin, Acme],
            DateTimeOffset.UnixEpoch + after,
            TestContext.Current.CancellationToken
        );

    [Fact]
    public async Task The_log_and_the_lists_of_all_peers_are_asked_for_only_where_the_box_is_known_not_to_be_busy()
    {
        var session = new ScriptedSession { [ShowCpuUsage.Command] = Cpu(80, 80) };
        var first = await Read(session);
        Assert.Equal(
            [
                ShowLogging.Tunnels.Text,
                "show logg | i -(713|75[01]|11[13]0).*203.0.113.9",
                "show vpn-sessiondb detail l2l filter ipaddress 203.0.113.9",
                "show run all crypto map | i peer|lifetime|pfs|match|dynamic",
                "show run all tunnel-group 203.0.113.9 | i keepalive|type",
            ],
            session.Asked[^5..]
        );
        Assert.DoesNotContain("busy", first.Log.NotRead, StringComparison.Ordinal);

        session[ShowCpuUsage.Command] = Cpu(93, 60);
        session.Asked.Clear();
        var second = await Read(session, TimeSpan.FromMinutes(6));
        Assert.DoesNotContain(ShowLogging.Tunnels.Text, session.Asked);
        Assert.All(
            [
                second.Log.NotRead,
                second.Sessions.NotRead,
                second.CryptoMaps.NotRead,
                second.TunnelGroup.NotRead,
                second.Ikev1.NotRead,
                second.Ikev2.NotRead,
                second.Box.Inactive.NotRead,
            ],
            notRead => Assert.Equal("the box is busy: CPU 93 % for 5 seconds, 60 % for 1 minute", notRead)
        );
        Assert.Equal(8, session.Asked.Count);
        Assert.Equal(93, second.Box.Cpu.Value?.FiveSeconds);

        // The card says why, once, and what was left out.
        var missing = Diagnostician
            .Diagnose(new TunnelEvidence(new TunnelEnd(Earlier: null, second), null, "not ours."))
            .Missing;
        var busy = Assert.Single(missing, line => line.Contains("busy", StringComparison.Ordinal));
        Assert.StartsWith("Not read of hq-fw1 (the box is busy: CPU 93 % for 5 seconds, 60 % for 1 minute): ", busy);
        Assert.Contains("the IKEv2 SAs", busy);
    }

    [Fact]
    public async Task A_box_alone_is_asked_for_its_inactive_SAs_only_where_it_is_not_busy()
    {
        var session = new ScriptedSession { [ShowCpuUsage.Command] = Cpu(81, 9) };
        var busy = await Box(TimeSpan.Zero);
        Assert.DoesNotContain(ShowCryptoIpsecSaInactive.Query.Text, session.Asked);
        Assert.Equal("the box is busy: CPU 81 % for 5 seconds, 9 % for 1 minute", busy.Inactive.NotRead);
        Assert.Equal(81, busy.Cpu.Value?.FiveSeconds);

        // That it was busy a minute ago is no answer.
        session[ShowCpuUsage.Command] = Cpu(12, 60);
        var idle = await Box(TimeSpan.FromMinutes(1));
        Assert.Contains(ShowCryptoIpsecSaInactive.Query.Text, session.Asked);
        Assert.Equal("the device refused it", idle.Inactive.NotRead);

        Task<GatewayReading> Box(TimeSpan after) =>
            asa.ReadBox(session, "hq-fw1", DateTimeOffset.UnixEpoch + after, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Where_the_box_was_looked_at_lately_all_is_asked_at_once()
    {
        var session = new ScriptedSession { [ShowCpuUsage.Command] = Cpu(7, 5) };
        await Read(session);
        session.Asked.Clear();
        session.Hold = new TaskCompletionSource();
        var reading = Read(session, TimeSpan.FromSeconds(30));
        Assert.Contains(ShowLogging.Tunnels.Text, session.Asked);
        Assert.Contains(ShowCryptoIpsecSaInactive.Query.Text, session.Asked);
        Assert.Contains(ShowCryptoIkev1Sa.Peer(Berlin).Text, session.Asked);
        Assert.False(reading.IsCompleted);
        session.Hold.SetResult();
        await reading;

        // Too long ago, or another session of the same box: it is looked at first.
        session.Asked.Clear();
        session.Hold = new TaskCompletionSource();
        reading = Read(session, TimeSpan.FromMinutes(6));
        Assert.DoesNotContain(ShowLogging.Tunnels.Text, session.Asked);
        session.Hold.SetResult();
        await reading;
        Assert.Contains(ShowLogging.Tunnels.Text, session.Asked);
    }

    private static string Cpu(int now, int minute) =>
        $"CPU utilization for 5 seconds = {now}%; 1 minute: {minute}%; 5 minutes: 9%";

    private Task<TunnelReading> Read(IGatewaySession session, TimeSpan after = default) =>
        asa.ReadTunnel(
            session,
            "hq-fw1",
            Berlin,
            DateTimeOffset.UnixEpoch + after,
            TestContext.Current.CancellationToken
        );

    [Fact]
    public void Every_command_only_shows_and_is_short_enough_for_one_line() =>
        Gen
            .Byte.Array[16]
            .Select(bytes => new IPAddress([0x20, 0x01, .. bytes[2..]]))
            .Sample(peer =>
            {
                var session = new ScriptedSession { [ShowCpuUsage.Command] = Cpu(7, 5) };
                _ = asa.ReadTunnel(session, "hq-fw1", peer, DateTimeOffset.UnixEpoch, CancellationToken.None);
                Assert.Equal(16, session.Asked.Count);
                Assert.All(
                    session.Asked,
                    text =>
                    {
                        Assert.StartsWith("sho", text, StringComparison.Ordinal);
                        Assert.InRange(text.Length, 1, 60);
                    }
                );
                // Filtered on the box, all of them.
                Assert.DoesNotContain("show logging", session.Asked);
                Assert.Contains(
                    session.Asked,
                    text =>
                        text.Contains($"filter ipaddress {peer}")
                        || text.EndsWith($"l2l f ipa {peer}", StringComparison.Ordinal)
                );
                // Never the list of all SAs.
                Assert.Contains(session.Asked, text => text.EndsWith($"peer {peer}", StringComparison.Ordinal));
                Assert.DoesNotContain("show crypto ipsec sa", session.Asked);
            });

    [Fact]
    public void The_longest_address_still_fits()
    {
        var peer = IPAddress.Parse("2001:db8:1111:2222:3333:4444:5555:6666");
        Assert.Equal("show crypto ipsec sa peer 203.0.113.9", ShowCryptoIpsecSa.Peer(Berlin).Text);
        Assert.Equal("show cry ips sa peer 2001:db8:1111:2222:3333:4444:5555:6666", ShowCryptoIpsecSa.Peer(peer).Text);
        Assert.Equal("show crypto ipsec sa peer 203.0.113.9", ShowCryptoIpsecSa.Peer(Berlin.MapToIPv6()).Text);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.0.1")]
    [InlineData("::")]
    [InlineData("ff02::1")]
    [InlineData("fe80::1%3")]
    public void What_is_not_one_peer_is_never_typed(string address)
    {
        var peer = IPAddress.Parse(address);
        Assert.Throws<ArgumentException>(() => ShowCryptoIpsecSa.Peer(peer));
        Assert.Throws<ArgumentException>(() => asa.LinesFor(new Change.ClearPeer(peer)));
        Assert.Throws<ArgumentException>(() => asa.LinesFor(new Change.ClearIke(peer, 2)));
    }

    [Fact]
    public void Changes_are_narrow()
    {
        Assert.Equal(["clear crypto ipsec sa inactive"], asa.LinesFor(new Change.ClearInactive()));
        Assert.Equal(["clear crypto ipsec sa peer 203.0.113.9"], asa.LinesFor(new Change.ClearPeer(Berlin)));
        Assert.Equal(["clear crypto ikev1 sa 203.0.113.9"], asa.LinesFor(new Change.ClearIke(Berlin, 1)));
        Assert.Equal(["clear crypto ikev2 sa 203.0.113.9"], asa.LinesFor(new Change.ClearIke(Berlin, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => asa.LinesFor(new Change.ClearIke(Berlin, 3)));
        Assert.Equal(["clear asp drop frame np-sp-invalid-spi"], asa.LinesFor(new Change.ClearDrops()));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            asa.LinesFor(new Change.Reinitiate(Berlin, ConnectionName.TryFrom("site")!, [1], []))
        );
        Assert.Equal(7, typeof(Change).GetNestedTypes().Count(type => type.IsSubclassOf(typeof(Change))));
    }

    [Fact]
    public void No_text_in_the_room_would_hit_every_tunnel()
    {
        string[] allowed =
        [
            "clear crypto ipsec sa inactive",
            "clear crypto ipsec sa peer ",
            "clear crypto ipsec sa entry ",
            "clear crypto ikev1 sa ",
            "clear crypto ikev2 sa ",
            "clear asp drop frame np-sp-invalid-spi",
            "clear crypto sa peer ",
            "clear crypto session remote ",
            "clear crypto ikev2 sa remote ",
            "clear ipsec sa inactive",
            "clear ipsec sa peer ",
            "clear ipsec sa entry ",
            "clear ikev1 sa ",
            "clear ikev2 sa ",
        ];
        Assert.DoesNotContain(
            Literals(),
            text =>
                (text.StartsWith("clear ", StringComparison.Ordinal) && !allowed.Contains(text))
                || text.Contains("logoff", StringComparison.OrdinalIgnoreCase)
                || (text.Contains("--terminate", StringComparison.Ordinal) && text != "swanctl --terminate --ike-id ")
        );
        Assert.All(allowed, text => Assert.Contains(text, Literals()));
    }

    [Theory]
    [InlineData("hq-fw1#", true)]
    [InlineData("hq-fw1> ", true)]
    [InlineData("ASA-Mgmt/act/pri# ", true)]
    [InlineData("hq-fw1/act/pri(config-if)# ", true)]
    [InlineData("#pkts encaps: 4", false)]
    [InlineData("1: A > B: icmp", false)]
    [InlineData("Frame drop:", false)]
    public void Prompts_are_told_from_output(string line, bool isPrompt) =>
        Assert.Equal(isPrompt, Regex.IsMatch(line, asa.Dialect.PromptFallback, RegexOptions.NonBacktracking));

    [Fact]
    public void Refusals_of_the_facts_are_known() =>
        Assert.All(
            [
                "ERROR: % Invalid input detected at '^' marker.",
                "ERROR: % Incomplete command",
                "Command authorization failed",
                "ERROR: Command authorization failed",
            ],
            (string line) =>
                Assert.Contains(asa.Dialect.Refusals, phrase => line.StartsWith(phrase, StringComparison.Ordinal))
        );

    [Fact]
    public void The_platform_is_found_by_its_id()
    {
        Assert.IsType<CiscoAsaPlatform>(KnownPlatforms.Find("cisco_asa"));
        Assert.Null(KnownPlatforms.Find("cisco"));
    }

    private static List<string> Literals()
    {
        using var stream = File.OpenRead(typeof(CiscoAsaPlatform).Assembly.Location);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        var literals = new List<string>();
        for (
            var handle = MetadataTokens.UserStringHandle(0);
            !handle.IsNil || literals.Count == 0;
            handle = metadata.GetNextHandle(handle)
        )
        {
            literals.Add(metadata.GetUserString(handle));
        }

        return literals;
    }

    /// <summary>Keeps every question waiting until told to answer.</summary>
    private sealed class HeldSession : IGatewaySession
    {
        public List<string> Asked { get; } = [];

        public TaskCompletionSource Answer { get; } = new();

        public GatewayFailure? Lost => null;

        public async Task<Answer<T>> Ask<T>(Query<T> query, CancellationToken ct)
            where T : class
        {
            Asked.Add(query.Text);
            await Answer.Task;
            return SpiBot.Tunnels.Answer.NotRead<T>("held");
        }

        public Task<ChangeAnswer> Apply(ChangeAuthorization authorization, CancellationToken ct) =>
            throw new NotSupportedException("reading changes nothing");

        public Task<ChangeAnswer> Perform(DutyAuthorization authorization, CancellationToken ct) =>
            throw new NotSupportedException("reading changes nothing");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
