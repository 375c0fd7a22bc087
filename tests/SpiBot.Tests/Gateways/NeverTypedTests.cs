using System.Net;
using System.Text.RegularExpressions;
using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Ssh;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways;

/// <summary>
/// What hurts a production box, line by line: everything that SpiBot can type anywhere, on any platform, is held against it. What is not about lines (how often, how many
/// sessions, which units) is in docs/robustness.md with the tests that hold it.
/// </summary>
public sealed class NeverTypedTests
{
    private static readonly IPAddress[] Peers = [IPAddress.Parse("203.0.113.9"), IPAddress.Parse("2001:db8:113::9")];

    private static readonly Task<IReadOnlyList<string>> Typed = LinesOfAll();

    public static TheoryData<string, string> Never =>
        new()
        {
            { "a log of 50 MB", @"^sh\w* logg\w*( *$| (?!\|))" },
            { "the SAs of all peers", "^show crypto ipsec sa( detail)?$" },
            { "all that support would want", "tech" },
            { "the whole configuration", @"^show run\w*( all)?$" },
            { "a packet of our own through its data path", "packet-tracer" },
            { "the end of a group's sessions", "logoff" },
            {
                "a clear without a peer",
                @"^clear (crypto )?(ipsec sa|ikev1 sa|ikev2 sa|isakmp sa|isakmp|sa|session|ca)( *$| (?!(peer|remote|inactive|entry) |inactive$|[0-9a-f.:]+$))"
            },
            { "the end of what others debug", "undebug|no debug all" },
            { "debug without a condition", @"^debug all|^debug crypto( |$)(?!condition |ikev1 |ikev2 |ipsec )" },
            { "a terminal that is configured", "width|^no terminal|^pager" },
            { "configuration", @"^conf|^write|^copy|^logging |^no logging|^crypto |^tunnel-group" },
            { "a reload, or another unit's turn", @"^reload|^(no )?failover (?!exec mate (show|no capture) )" },
            { "the Linux shell of an FTD", "expert" },
            { "two lines in one", @"[\r\n]" },
        };

    [Theory]
    [MemberData(nameof(Never))]
    public async Task Nothing_that_hurts_is_ever_typed(string what, string line) =>
        Assert.Empty(
            (await Typed)
                .Where(typed => Regex.IsMatch(typed, line, RegexOptions.None, TimeSpan.FromSeconds(1)))
                .Select(typed => $"{what}: {typed}")
        );

    [Fact]
    public async Task All_that_can_be_typed_was_looked_at()
    {
        var typed = await Typed;
        Assert.All(
            [
                "show asp drop",
                "show crypto ipsec sa peer 2001:db8:113::9",
                "show asp table vpn-context detail",
                "show name | include 203.0.113.9|BERLIN",
                "clear crypto ipsec sa peer 203.0.113.9",
                "clear ipsec sa peer 2001:db8:113::9",
                "clear crypto sa peer 203.0.113.9",
                "debug crypto condition peer 203.0.113.9",
                "no debug crypto ikev1",
                "no capture spibot-1a2b3c4d",
                "failover exec mate no capture spibot-1a2b3c4d",
                "system support diagnostic-cli",
                "terminal pager 0",
                "terminal length 0",
                "changeto context blue",
            ],
            line => Assert.Contains(line, typed)
        );
    }

    /// <summary>The listing of all peers' contexts costs the box: it is no part of a reading.</summary>
    [Fact]
    public async Task The_contexts_of_all_peers_are_listed_only_for_who_asks_for_them()
    {
        foreach (var platform in KnownPlatforms.All)
        {
            var session = new Recorder();
            await platform.ReadTunnel(session, "gw", Peers[0], DateTimeOffset.UnixEpoch, CancellationToken.None);
            Assert.DoesNotContain(session.Asked, line => line.Contains("vpn-context", StringComparison.Ordinal));
        }
    }

    /// <summary>Above 80 % CPU: the unit, its role, its counters and the one peer's SAs; no log, no configuration, no sessions, and no list of all peers.</summary>
    [Fact]
    public async Task A_busy_box_is_asked_only_for_what_costs_next_to_nothing()
    {
        foreach (var platform in KnownPlatforms.All)
        {
            var (busy, idle) = (new Recorder(cpu: 81), new Recorder(cpu: 80));
            var peer = Peers[0];
            await platform.ReadTunnel(busy, "gw", peer, DateTimeOffset.UnixEpoch, CancellationToken.None);
            await platform.ReadTunnel(idle, "gw", peer, DateTimeOffset.UnixEpoch, CancellationToken.None);

            Assert.DoesNotContain(
                busy.Asked,
                line =>
                    Regex.IsMatch(
                        line,
                        "logg|run|sessiondb|sa inactive|isakmp sa|ikev[12] sa(?: detail)?$",
                        RegexOptions.None,
                        TimeSpan.FromSeconds(1)
                    )
            );
            Assert.Subset(idle.Asked.ToHashSet(), busy.Asked.ToHashSet());
        }
    }

    private static async Task<IReadOnlyList<string>> LinesOfAll() =>
        [.. (await Task.WhenAll(KnownPlatforms.All.Select(LinesOf))).SelectMany(lines => lines).Distinct()];

    private static async Task<IReadOnlyList<string>> LinesOf(IPlatform platform)
    {
        var session = new Recorder();
        await ReadAll(platform, session);
        var dialect = platform.Dialect;
        string?[] ofSession =
        [
            dialect.PagerOff,
            dialect.Enable,
            dialect.Exit,
            dialect.Harmless,
            dialect.Login,
            dialect.HowBusy,
            dialect.Sessions?.Query.Text,
            dialect.EnterContext?.Invoke("blue"),
            dialect.Inner?.Enter,
            dialect.Inner?.Enable,
            dialect.Inner?.PagerOff,
            platform.Executed?.Text,
        ];
        return
        [
            .. session.Asked,
            .. ofSession.OfType<string>(),
            .. Changes().SelectMany(change => LinesFor(platform, change)),
            .. Left(platform),
        ];
    }

    private static async Task ReadAll(IPlatform platform, Recorder session)
    {
        var (now, ct) = (DateTimeOffset.UnixEpoch, CancellationToken.None);
        var capture = new Leftover.Capture("spibot-1a2b3c4d");
        await platform.ReadBox(session, "gw", now, ct);
        await platform.Glance(session, "gw", Peers, now, ct);
        foreach (var peer in Peers)
        {
            var seen = await platform.ReadTunnel(session, "gw", peer, now, ct);
            await platform.ReadDataPath(session, seen, now, ct);
        }

        await (platform.Traces?.WhyNot(session, ct) ?? Task.FromResult<string?>(null));
        await (platform.Debugs?.WhyNot(session, ct) ?? Task.FromResult<string?>(null));
        if (platform.Traces is { } traces)
        {
            await traces.Read(session, capture, most: 20, ct);
        }

        if (platform.Leftovers is { } leftovers)
        {
            await leftovers.Marked(session, ct);
            foreach (var what in (Leftover[])[capture, new Leftover.Debug(Peers[0])])
            {
                await leftovers.Read(session, what, "JAD2", ct);
                await leftovers.Read(session, what, serial: null, ct);
            }
        }
    }

    private static IEnumerable<Change> Changes() =>
        Peers.SelectMany(peer =>
            (Change[])
                [
                    new Change.ClearPeer(peer),
                    new Change.ClearIke(peer, 1),
                    new Change.ClearIke(peer, 2),
                    new Change.ClearEntry(peer, peer, Spi.From(0x8a41_c77e)),
                    new Change.ClearInactive(),
                    new Change.ClearDrops(),
                    new Change.Debug(peer, Change.Debug.Ordinary),
                    new Change.Debug(peer, Change.Debug.Everything),
                ]
        );

    private static IEnumerable<string> LinesFor(IPlatform platform, Change change)
    {
        try
        {
            return [.. platform.LinesFor(change), .. platform.IfRefused(change)?.Lines ?? []];
        }
        catch (ArgumentOutOfRangeException)
        {
            // No such change there.
            return [];
        }
    }

    private static IEnumerable<string> Left(IPlatform platform)
    {
        var capture = new Leftover.Capture("spibot-1a2b3c4d");
        var set = Peers.SelectMany(peer => platform.Traces?.LinesFor(capture, peer) ?? []);
        var removals = platform.Leftovers is { } leftovers
            ? Peers
                .Select(peer => (Leftover)new Leftover.Debug(peer))
                .Append(capture)
                .Select(leftovers.RemovalOf)
                .SelectMany(removal => removal.Here.Concat(removal.BesideOthers).Concat(removal.OnMate ?? []))
            : [];
        return [.. set, .. removals];
    }

    /// <summary>Writes down what is asked; answers how busy it is, and what leads to more questions.</summary>
    private sealed class Recorder(int cpu = 7) : IGatewaySession
    {
        private static readonly ChildSa Named = new(
            "BERLIN",
            "198.51.100.1",
            "outside",
            LocalSelector: null,
            RemoteSelector: null,
            "L2L",
            Encaps: 1,
            Decaps: 1,
            [],
            []
        );

        public List<string> Asked { get; } = [];

        public GatewayFailure? Lost => null;

        public Task<Answer<T>> Ask<T>(Query<T> query, CancellationToken ct)
            where T : class
        {
            Asked.Add(query.Text);
            object? answer =
                typeof(T) == typeof(CpuUsage) ? new CpuUsage(cpu, cpu, cpu)
                : typeof(T) == typeof(IkeListing) ? new IkeListing([])
                : typeof(T) == typeof(SaListing) ? new SaListing(Complete: true, [Named])
                : typeof(T) == typeof(UnitIdentity) ? new UnitIdentity("gw", "9.16(4)", "JAD1", Uptime: null)
                : null;
            return Task.FromResult(answer is T value ? Answer.Of(value) : Answer.NotRead<T>("the device refused it"));
        }

        public Task<ChangeAnswer> Apply(ChangeAuthorization authorization, CancellationToken ct) =>
            throw new NotSupportedException("reading changes nothing");

        public Task<ChangeAnswer> Perform(DutyAuthorization authorization, CancellationToken ct) =>
            throw new NotSupportedException("reading changes nothing");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
