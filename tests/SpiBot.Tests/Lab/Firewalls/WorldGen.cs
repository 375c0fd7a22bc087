using System.Net;
using CsCheck;
using SpiBot.Lab.Firewalls;

namespace SpiBot.Tests.Lab.Firewalls;

/// <summary>A box with whatever peers there can be, at one moment of its life; made again the same from the same numbers.</summary>
internal sealed record SomeBox(World World, FirewallState State, DateTimeOffset Now)
{
    public Firewall Box => State.Box;

    public override string ToString() => $"{Box.Version}, {State.Peers.Count} peers, {State.RemoteUsers.Count} users";
}

internal static class WorldGen
{
    public static readonly string[] Versions = ["8.4(7)", "9.1(7)32", "9.8(4)", "9.12(4)", "9.16(4)", "9.22(1)1"];

    private sealed record PeerKind(
        bool V6,
        bool BehindNat,
        int IkeVersion,
        bool IsVti,
        bool Pfs,
        bool Named,
        bool MidRekey,
        IReadOnlyList<SelectorKind> Selectors
    );

    private sealed record SelectorKind(bool V6, int Prefix, byte Protocol, PortRange? Local, PortRange? Remote);

    private static readonly Gen<PortRange?> Ports = Gen.OneOf(
        Gen.Const((PortRange?)null),
        Gen.UShort[1, 65535].Select(port => (PortRange?)new PortRange(port)),
        Gen.UShort[0, 60000].Select(first => (PortRange?)new PortRange(first, 65535))
    );

    private static readonly Gen<SelectorKind> Selector = Gen.Select(
        Gen.Bool,
        Gen.Int[0, 32],
        Gen.OneOf(Gen.Const(((byte)0, (PortRange?)null, (PortRange?)null)), Gen.Select(Gen.Byte, Ports, Ports)),
        (v6, prefix, rest) => new SelectorKind(v6, prefix, rest.Item1, rest.Item2, rest.Item3)
    );

    private static readonly Gen<PeerKind> Peer = Gen.Select(
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Int[1, 2]),
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool),
        Selector.Array[1, 3],
        (ike, traits, selectors) =>
            new PeerKind(
                ike.Item1,
                ike.Item2,
                ike.Item3,
                traits.Item1,
                traits.Item2,
                traits.Item3,
                traits.Item4,
                selectors
            )
    );

    /// <summary>Any version, IKE of both, IPv4 and IPv6, NAT, tunnel interfaces, names, ports, remote users, in the middle of a rekey or not.</summary>
    public static readonly Gen<SomeBox> Boxes = Of(Peer.Array[1, 3], Gen.Int[0, 2]);

    /// <summary>The same with one peer: for what is tried at every byte.</summary>
    public static readonly Gen<SomeBox> SmallBoxes = Of(Peer.Array[1], Gen.Int[0, 1]);

    private static Gen<SomeBox> Of(Gen<PeerKind[]> peers, Gen<int> users) =>
        Gen.Select(
            Gen.OneOf(Versions.Select(Gen.Const).ToArray()),
            Gen.Select(Gen.Bool, Gen.Bool),
            peers,
            users,
            Gen.Int[0, 1_000_000],
            (version, traits, kinds, remote, seed) =>
                Build(
                    new FirewallTraits
                    {
                        Version = version,
                        DropsLeadingZeros = traits.Item1,
                        KeepsOldOutboundSa = traits.Item2,
                        Names = kinds
                            .Index()
                            .Where(kind => kind.Item.Named)
                            .ToDictionary(kind => AddressOf(kind.Index, kind.Item.V6), kind => $"PEER-{kind.Index}"),
                    },
                    kinds,
                    remote,
                    seed
                )
        );

    private static SomeBox Build(FirewallTraits traits, IReadOnlyList<PeerKind> kinds, int users, int seed)
    {
        var start = Screen.Night;
        var world = new World(start, seed);
        var box = new Firewall("hq-fw1", IPAddress.Parse("198.51.100.1"))
        {
            Traits = traits,
            Unit = FailoverUnit.Primary,
        };
        var state = world.Add(box, start.AddDays(-(seed % 100)));
        foreach (var (index, kind) in kinds.Index())
        {
            Join(world, box, index, kind);
        }

        world.AdvanceTo(start.AddHours(1 + (seed % 6)));
        foreach (var (link, _) in world.Links.Zip(kinds).Where(pair => pair.Second.MidRekey))
        {
            foreach (var flow in link.Flows)
            {
                flow.Rekey(seed % 2 == 0 ? flow.Near : flow.Far);
            }
        }

        world.AdvanceTo(world.Now.AddSeconds(seed % 40));
        for (var user = 0; user < users; user++)
        {
            state.RemoteUsers.Add(
                new RemoteUser(
                    IPAddress.Parse($"192.0.2.{100 + user}"),
                    $"user{user}",
                    IPAddress.Parse($"10.99.0.{user + 1}"),
                    new SaPair(
                        world.Random.NextSpi(),
                        world.Random.NextSpi(),
                        new IkeSa(1, 1, 2, box, start),
                        world.Random.NextConnectionId(),
                        world.Now.AddMinutes(-5),
                        TimeSpan.FromHours(8),
                        kilobytes: 4_374_000
                    )
                )
            );
        }

        return new SomeBox(world, state, world.Now);
    }

    private static void Join(World world, Firewall box, int index, PeerKind kind)
    {
        var other = new Firewall($"peer{index}", IPAddress.Parse(AddressOf(index, kind.V6)));
        world.Add(other, world.Now.AddDays(-3));
        var link = world.Join(
            new VpnPeer(box, other, kind.IsVti ? 65280 + index : 10 + index, $"VPN-{index}")
            {
                IkeVersion = kind.IkeVersion,
                BehindNat = kind.BehindNat,
                IsVti = kind.IsVti,
                PfsGroup = kind.Pfs ? 14 : null,
            },
            new VpnPeer(other, box, 10, "BACK") { IkeVersion = kind.IkeVersion, BehindNat = kind.BehindNat }
        );
        foreach (var (number, selector) in kind.Selectors.Index())
        {
            link.Protect(
                Net(selector, $"10.{index}.{number}.0", $"2001:db8:{index}:{number}::"),
                Net(selector, $"172.16.{number}.0", $"2001:db8:f:{number}::"),
                3 + number,
                5,
                selector.Protocol,
                selector.Local,
                selector.Remote
            );
        }
    }

    private static string AddressOf(int index, bool v6) =>
        v6 ? $"2001:db8:ffff::{index + 1}" : $"203.0.113.{index + 1}";

    private static Subnet Net(SelectorKind kind, string v4, string v6)
    {
        var (address, prefix) = kind.V6 ? (v6, kind.Prefix * 4) : (v4, kind.Prefix);
        var whole = new Subnet($"{(kind.V6 ? "::" : "0.0.0.0")}/0");
        var network = IPAddress.Parse(address).GetAddressBytes();
        for (var bit = prefix; bit < network.Length * 8; bit++)
        {
            network[bit / 8] &= (byte)(0xff ^ (0x80 >> (bit % 8)));
        }

        return prefix == 0 ? whole : new Subnet($"{new IPAddress(network)}/{prefix}");
    }
}
