using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Scenarios;

/// <summary>
/// A world of the Lab's <see cref="Boxes"/> that has run since twenty hours before <see cref="Start"/> with every tunnel up, so that ages, counters and lifetimes hang
/// together because they were lived through. A scenario goes on from there: it stops on the way, breaks something, and lets time run to
/// <see cref="Start"/>.
/// </summary>
public sealed class Site
{
    private static readonly TimeSpan Past = TimeSpan.FromHours(20);

    /// <summary>Hundreds of tunnels need not live through all of the past to be there.</summary>
    private static readonly TimeSpan BranchesFrom = TimeSpan.FromHours(1);

    /// <param name="overIPv6">HQ and Berlin meet over IPv6.</param>
    public Site(Boxes boxes, DateTimeOffset start, int seed, IScenario scenario, bool overIPv6)
    {
        Start = start;
        World = new World(start - Past, seed);
        Hq = World.Add(boxes.Hq, start - TimeSpan.FromDays(41.8));
        Berlin = World.Add(boxes.Berlin, start - TimeSpan.FromDays(63.3));
        foreach (var foreign in new[] { boxes.Acme, boxes.Globex, boxes.Initech, boxes.Cloud })
        {
            World.Add(foreign, start - TimeSpan.FromDays(100), isWatched: false);
        }

        // A box that has been up for weeks has seen rekeys go by.
        Hq.Drops.Add(DropSection.Frame, DropReason.InvalidSpi, 37);
        Berlin.Drops.Add(DropSection.Frame, DropReason.InvalidSpi, 21);

        HqToBerlin = World.Join(
            Peer(boxes.Hq, boxes.Berlin, 10, "VPN-BERLIN", scenario.IkeVersion, scenario.BehindNat, overIPv6),
            Peer(boxes.Berlin, boxes.Hq, 10, "VPN-HQ", scenario.IkeVersion, scenario.BehindNat, overIPv6)
        );
        Protect(HqToBerlin, "10.1.0.0/24", "10.2.0.0/24", 38, 42);
        Protect(HqToBerlin, "10.1.9.0/24", "10.2.0.0/24", 6.3, 5.1);
        Protect(HqToBerlin, "10.1.0.0/24", "10.2.9.0/24", 11.4, 14.2);

        HqToAcme = Join(boxes.Hq, boxes.Acme, 20, "VPN-ACME");
        Protect(HqToAcme, "10.1.0.0/24", "172.16.40.0/24", 21, 25);
        Protect(HqToAcme, "10.1.20.0/24", "172.16.40.0/24", 2.2, 1.9);
        HqToGlobex = Join(boxes.Hq, boxes.Globex, 30, "VPN-GLOBEX", ikeVersion: 1);
        Protect(HqToGlobex, "10.1.0.0/24", "172.17.8.0/22", 8.6, 9.4);
        Protect(
            Join(boxes.Hq, boxes.Initech, 40, "VPN-INITECH", behindNat: true),
            "10.1.0.0/24",
            "172.18.3.0/24",
            3.1,
            2.7
        );
        HqToCloud = Join(boxes.Hq, boxes.Cloud, 50, "VPN-CLOUD");
        Protect(HqToCloud, "10.1.0.0/16", "10.200.0.0/16", 55, 61);
        BerlinToCloud = Join(boxes.Berlin, boxes.Cloud, 20, "VPN-CLOUD");
        Protect(BerlinToCloud, "10.2.0.0/16", "10.200.0.0/16", 17, 19);

        World.Add(boxes.Munich, start - TimeSpan.FromDays(23.2));
        HqToMunich = World.Join(
            new VpnPeer(boxes.Hq, boxes.Munich, 60, "VPN-MUNICH"),
            new VpnPeer(boxes.Munich, boxes.Hq, 10, "VPN-HQ")
        );
        Protect(HqToMunich, "10.1.0.0/24", "10.4.0.0/24", 12, 13.5);

        World.Add(boxes.Vienna, start - TimeSpan.FromDays(9.6));
        HqToVienna = World.Join(
            new VpnPeer(boxes.Hq, boxes.Vienna, 70, "VPN-VIENNA"),
            new VpnPeer(boxes.Vienna, boxes.Hq, 10, "VPN-HQ")
        );
        Protect(HqToVienna, "10.1.0.0/24", "10.5.0.0/24", 9, 10.5);

        At(BranchesFrom, () => AddBranches(boxes, start - TimeSpan.FromDays(200)));
    }

    /// <summary>The moment at which somebody begins to look.</summary>
    public DateTimeOffset Start { get; }

    public World World { get; }

    public FirewallState Hq { get; }

    public FirewallState Berlin { get; }

    public VpnLink HqToBerlin { get; }

    public VpnLink HqToMunich { get; }

    public VpnLink HqToVienna { get; }

    public VpnLink HqToAcme { get; }

    public VpnLink HqToGlobex { get; }

    public VpnLink HqToCloud { get; }

    public VpnLink BerlinToCloud { get; }

    /// <summary>10.1.0.0/24 to 10.2.0.0/24, the selector that the faults are played on; HQ is its near end.</summary>
    public Flow Main => HqToBerlin.Flows[0];

    /// <summary>Something happens so long before the start.</summary>
    public void At(TimeSpan beforeStart, Action happens) => World.At(Start - beforeStart, happens);

    /// <summary>A second entry of the crypto maps, for the same peer.</summary>
    public VpnLink JoinTwice(VpnLink link, int mapSequence, string accessList) =>
        World.Join(Again(link.Near, mapSequence, accessList), Again(link.Far, mapSequence, accessList));

    private void AddBranches(Boxes boxes, DateTimeOffset bootedAt)
    {
        foreach (var (i, branch) in boxes.Branches.Index())
        {
            World.Add(branch, bootedAt, isWatched: false);
            var link = Join(boxes.Hq, branch, 100 + i, $"VPN-BRANCH-{i + 1}", i % 5 == 0 ? 1 : 2, i % 7 == 0);
            link.Protect(new Subnet("10.1.0.0/24"), new Subnet($"10.64.{i}.0/24"), 0.5 + (i % 9), 0.4 + (i % 8))
                .BeUpSince(World.Random.Between(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(28_400)));
        }
    }

    private static VpnPeer Peer(
        Firewall owner,
        Firewall remote,
        int mapSequence,
        string accessList,
        int ikeVersion,
        bool behindNat,
        bool overIPv6 = false
    ) =>
        new(owner, remote, mapSequence, accessList)
        {
            IkeVersion = ikeVersion,
            BehindNat = behindNat,
            OverIPv6 = overIPv6,
        };

    private static VpnPeer Again(VpnPeer peer, int mapSequence, string accessList) =>
        Peer(peer.Owner, peer.Remote, mapSequence, accessList, peer.IkeVersion, peer.BehindNat, peer.OverIPv6);

    private VpnLink Join(
        Firewall ours,
        Firewall foreign,
        int mapSequence,
        string accessList,
        int ikeVersion = 2,
        bool behindNat = false
    ) =>
        World.Join(
            Peer(ours, foreign, mapSequence, accessList, ikeVersion, behindNat),
            Peer(foreign, ours, 10, "PARTNER", ikeVersion, behindNat)
        );

    /// <summary>Traffic sets in at some moment of the first two hours, so that no two selectors rekey at once.</summary>
    private void Protect(VpnLink link, string near, string far, double nearToFar, double farToNear)
    {
        var flow = link.Protect(new Subnet(near), new Subnet(far), 0, 0);
        World.After(
            World.Random.Between(TimeSpan.Zero, TimeSpan.FromHours(2)),
            () =>
            {
                flow.Near.Traffic = new TrafficRate(nearToFar);
                flow.Far.Traffic = new TrafficRate(farToNear);
            }
        );
    }
}
