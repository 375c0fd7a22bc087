using System.Collections.Immutable;
using SpiBot.Lab.Consoles;
using SpiBot.Lab.Consoles.Ftd;
using SpiBot.Lab.Consoles.Ios;
using SpiBot.Lab.Firewalls;
using SpiBot.Lab.Ssh;

namespace SpiBot.Lab.Scenarios;

/// <summary>What an inventory and a vault need to know of a gateway. Addresses as text; peers by name.</summary>
public sealed record LabGateway(
    string Name,
    string User,
    string Password,
    string Enable,
    IReadOnlyList<string> VpnAddresses,
    IReadOnlyDictionary<string, string> Peers
)
{
    /// <summary>As the inventory names it.</summary>
    public string Platform { get; init; } = "cisco_asa";
}

/// <summary>
/// The Lab's network: two firewalls, a router and an FTD of ours, their foreign peers, and the story they are in. Safe for use by many sessions at once. Passwords are new
/// with each network; SPIs follow from the seed.
/// </summary>
public sealed class LabNetwork
{
    private static readonly ImmutableArray<IScenario> Stories =
    [
        new Healthy(),
        new RekeyNoise(),
        new PeerOnOldSa("peer-on-old-sa", ikeVersion: 2),
        new PeerOnOldSa("peer-on-old-sa-ikev1", ikeVersion: 1),
        new PartnerOnOldSa(),
        new RouterOnOldSa(),
        new FtdOnOldSa(),
        new StaleOutbound(),
        new RestartWithoutState(),
        new InactiveSas(),
        new RekeyCollision(),
        new RekeyRejected(),
        new LifetimeMismatch(),
        new LifetimeExhausted(),
        new VolumeRekey(),
        new OwnTeardown(),
        new TunnelDown(),
        new StaleDataPlane(),
        new AclMismatch(),
        new DeadSelector(),
        new OverlappingEntries(),
        new NatPath(),
        new Replay(),
        new MisdirectedEsp(),
        new WrongHeadend(),
        new WrongUnit(),
        new EngineOrLimits(),
        new CounterResidue(),
        new Undetermined(),
    ];

    private const int Branches = 200;
    private readonly Lock gate = new();
    private readonly Boxes boxes;
    private readonly Simulation simulation;
    private readonly TimeSpan before;
    private int nextSeed;
    private IScenario current;

    /// <param name="scenario">One of <see cref="Scenarios"/>.</param>
    /// <param name="clock">The time that the whole network lives by.</param>
    /// <param name="seed">Same seed, same clock: same SPIs, same delays. Take a random one unless a run has to be repeated.</param>
    /// <param name="before">How long before a scenario's start the clock stands: what happened up to then has happened. Less than an hour.</param>
    /// <param name="branches">How many unrelated tunnels HQ has beside the named ones.</param>
    /// <param name="overIPv6">See <see cref="OverIPv6"/>.</param>
    /// <exception cref="ArgumentException">There is no such scenario; the message names those there are.</exception>
    public LabNetwork(
        string scenario,
        TimeProvider clock,
        int seed = 1,
        TimeSpan before = default,
        int branches = Branches,
        bool overIPv6 = false
    )
    {
        OverIPv6 = overIPv6;
        nextSeed = seed;
        this.before = before;
        boxes = new Boxes(branches);
        simulation = new Simulation(clock);
        current = Find(scenario);
        Play();
        Endpoints = [.. Ours.Select(b => new SshEndpoint(b.Name, ShellOf(b)))];
        Gateways =
        [
            Describe(
                boxes.Hq,
                boxes.Berlin,
                boxes.Acme,
                boxes.Globex,
                boxes.Initech,
                boxes.Cloud,
                boxes.Munich,
                boxes.Vienna
            ),
            Describe(boxes.Berlin, boxes.Hq, boxes.Cloud),
            Describe(boxes.Munich, boxes.Hq) with
            {
                Platform = "cisco_ios",
            },
            Describe(boxes.Vienna, boxes.Hq) with
            {
                Platform = "cisco_ftd",
            },
        ];
    }

    /// <summary>Names, in the order in which they are offered.</summary>
    public static IReadOnlyList<string> Scenarios { get; } = [.. Stories.Select(s => s.Name)];

    /// <summary>Of the gateways that can be logged in to.</summary>
    public static IReadOnlyList<string> GatewayNames { get; } =
    [.. Consoled(new Boxes(branches: 0)).Select(box => box.Name)];

    /// <summary>Whether HQ and Berlin meet over IPv6, in the story that is started next.</summary>
    public bool OverIPv6 { get; set; }

    public IReadOnlyList<SshEndpoint> Endpoints { get; }

    public IReadOnlyList<LabGateway> Gateways { get; }

    public string Scenario
    {
        get
        {
            lock (gate)
            {
                return current.Name;
            }
        }
    }

    /// <summary>What was typed at the boxes' prompts, oldest first: the witness of what was done to them, kept across scenarios.</summary>
    public IReadOnlyList<TypedLine> TypedLines => [.. Ours.SelectMany(b => b.TypedLines).OrderBy(l => l.At)];

    private IEnumerable<Firewall> Ours => Consoled(boxes);

    private static IEnumerable<Firewall> Consoled(Boxes all) => [all.Hq, all.Berlin, all.Munich, all.Vienna];

    /// <summary>The scenario in one line, for people.</summary>
    /// <exception cref="ArgumentException">There is no such scenario.</exception>
    public static string Description(string scenario) => Find(scenario).Description;

    /// <summary>A firewall by name, to set its <see cref="Firewalls.Firewall.Traits"/>; they stay when the scenario changes.</summary>
    /// <exception cref="ArgumentException">There is no such firewall.</exception>
    public Firewall Firewall(string name) =>
        Ours.FirstOrDefault(b => b.Name == name)
        ?? throw new ArgumentException(
            $"No firewall '{name}' in the Lab; there are {string.Join(", ", Ours.Select(b => b.Name))}",
            nameof(name)
        );

    /// <summary>Puts gateways as far away as the links say.</summary>
    /// <exception cref="ArgumentException">There is no such firewall.</exception>
    public void Place(IEnumerable<GatewayLink> links)
    {
        foreach (var link in links)
        {
            var box = Firewall(link.Gateway);
            box.Traits = box.Traits with { Latency = link.Latency, FragmentSize = link.FragmentSize };
        }
    }

    /// <summary>Looks into the network as it is now: the witness for what a report says. Nothing is changed by looking.</summary>
    public T Look<T>(Func<World, T> look) => simulation.Look(look);

    /// <summary>Starts another story from its beginning. Sessions stay, and see the new state with their next command.</summary>
    /// <exception cref="ArgumentException">There is no such scenario.</exception>
    public void Switch(string scenario)
    {
        var next = Find(scenario);
        lock (gate)
        {
            current = next;
            Play();
        }
    }

    private static IScenario Find(string name) =>
        Stories.FirstOrDefault(s => s.Name == name)
        ?? throw new ArgumentException(
            $"No scenario '{name}'; there are {string.Join(", ", Stories.Select(s => s.Name))}",
            nameof(name)
        );

    private BoxConsole ShellOf(Firewall box) =>
        new(
            box,
            simulation,
            box == boxes.Munich ? at => new IosSession(at)
                : box == boxes.Vienna ? at => new FtdSession(at)
                : at => new AsaSession(at)
        );

    private static LabGateway Describe(Firewall box, params Firewall[] peers) =>
        new(
            box.Name,
            box.User,
            box.Password,
            box.EnablePassword,
            [box.Address.ToString(), .. box.AddressV6 is { } v6 ? [v6.ToString()] : (string[])[]],
            peers
                .Select(p => (Name: p.Name.Split('-')[0], p.Address))
                .Concat(
                    peers
                        .Where(p => p.AddressV6 is not null && box.AddressV6 is not null)
                        .Select(p => (Name: p.Name.Split('-')[0] + "-v6", Address: p.AddressV6!))
                )
                .ToDictionary(p => p.Name, p => p.Address.ToString())
        );

    private void Play()
    {
        var now = simulation.Clock.GetUtcNow();
        var site = new Site(boxes, now + before, unchecked(nextSeed++), current, OverIPv6);
        current.Play(site);
        site.World.AdvanceTo(now);
        simulation.Replace(site.World);
    }
}
