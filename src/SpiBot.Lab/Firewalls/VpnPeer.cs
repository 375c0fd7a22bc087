using System.Net;

namespace SpiBot.Lab.Firewalls;

/// <summary>A peer as one firewall knows it: a crypto map entry, the IKE SAs with it, and the selectors.</summary>
public sealed class VpnPeer(Firewall owner, Firewall remote, int mapSequence, string accessList)
{
    private readonly List<SelectorEnd> selectors = [];

    public Firewall Owner { get; } = owner;

    /// <summary>The box on the other side, which may be nobody's that we can log in to.</summary>
    public Firewall Remote { get; } = remote;

    /// <summary>The tunnel goes over IPv6, between the ends' addresses of that kind.</summary>
    public bool OverIPv6 { get; init; }

    public IPAddress Address => AddressOf(Remote);

    /// <summary>Where the tunnel ends here.</summary>
    public IPAddress LocalAddress => AddressOf(Owner);

    public int MapSequence { get; } = mapSequence;

    public string AccessList { get; } = accessList;

    public int IkeVersion { get; init; } = 2;

    /// <summary>A tunnel interface with a route instead of a crypto map entry with an access list.</summary>
    public bool IsVti { get; init; }

    /// <summary>Perfect forward secrecy with this group; null: none.</summary>
    public int? PfsGroup { get; init; }

    public string Interface => IsVti ? "vti" : "outside";

    public string MapTag => IsVti ? "__vti-crypto-map-4-0-1" : "outside_map";

    public bool BehindNat { get; init; }

    /// <summary>What this end sets for its child SAs; with IKEv2 each end goes by its own.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromSeconds(28_800);

    /// <summary>What an ASA shows of its default 4,608,000 kB for a fresh SA; null: <c>kilobytes unlimited</c>.</summary>
    public long? Kilobytes { get; set; } = 4_374_000;

    /// <summary>It does not rekey ahead: an SA runs out, and only then is another one negotiated.</summary>
    public bool LetsSasRunOut { get; set; }

    /// <summary>The way of what this end sends.</summary>
    public Wire Wire { get; set; } = new();

    /// <summary>The port the endpoints are printed with: 4500 with NAT-T, 500 for IKEv2, 0 for IKEv1 (facts 1.2).</summary>
    public int EndpointPort =>
        BehindNat ? 4500
        : IkeVersion == 1 ? 0
        : 500;

    public List<IkeSa> IkeSas { get; } = [];

    public IReadOnlyList<SelectorEnd> Selectors => selectors;

    private IPAddress AddressOf(Firewall box) => OverIPv6 && box.AddressV6 is { } v6 ? v6 : box.Address;

    public SelectorEnd Protect(
        Subnet local,
        Subnet remoteSubnet,
        byte protocol = 0,
        PortRange? localPorts = null,
        PortRange? remotePorts = null
    )
    {
        var end = new SelectorEnd(this, AccessList, local, remoteSubnet)
        {
            Protocol = protocol,
            LocalPorts = localPorts,
            RemotePorts = remotePorts,
        };
        selectors.Add(end);
        return end;
    }
}
