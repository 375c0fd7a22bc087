using System.Net;
using CsCheck;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoAsa;

/// <summary>Listings of SAs that a box could print.</summary>
internal static class SaGen
{
    private static readonly Gen<Spi> AnySpi = Gen.UInt[Spi.Least, uint.MaxValue].Select(Spi.From);

    private static readonly Gen<IPAddress> V4 = Gen.UInt[0x01000000, 0xDFFFFFFF]
        .Select(u => new IPAddress([
            (byte)(u >> 24),
            (byte)((u >> 16) & 255),
            (byte)((u >> 8) & 255),
            (byte)(u & 255),
        ]));

    private static readonly Gen<IPAddress> V6 = Gen
        .Byte.Array[16]
        .Select(bytes => new IPAddress([0x20, 0x01, 0x0d, 0xb8, .. bytes[4..]]));

    private static readonly Gen<string> Name = Gen.String[Gen.Char["ABCDEFGHIJKLMNOPQRSTUVWXYZ-_0123456789"], 1, 20]
        .Select(s => "N" + s);

    private static readonly Gen<Selector> AnySelector = Gen.Select(
        Gen.OneOf(Gen.Select(V4, Gen.Int[0, 32]), Gen.Select(V6, Gen.Int[0, 128])),
        Gen.OneOf(
            Gen.Const(((byte)0, (string?)null)),
            Gen.Select(Gen.Byte, Gen.UShort[1, 65535], (p, port) => (p, (string?)$"{port}")),
            Gen.Select(Gen.Byte, Gen.UShort, (p, port) => (p, (string?)$"{port}-65535"))
        ),
        (network, rest) => Selector.Network(network.Item1, network.Item2, rest.Item1, rest.Item2)
    );

    private static readonly Gen<string> AnyPeer = Gen.OneOf(
        V4.Select(a => a.ToString()),
        V6.Select(a => a.ToString()),
        Name
    );

    /// <summary>What a direction holds: perhaps SAs that were replaced, then the one in use.</summary>
    private static Gen<IReadOnlyList<SecurityAssociation>> Direction(bool withState) =>
        Gen.Select(
            Gen.Select(AnySpi, Gen.Bool, Gen.Int[0, int.MaxValue], Gen.Int[0, 86400]).Array[1, 3],
            sas =>
                (IReadOnlyList<SecurityAssociation>)
                    [
                        .. sas.DistinctBy(sa => sa.Item1)
                            .Select(
                                (sa, i) =>
                                    new SecurityAssociation(
                                        sa.Item1,
                                        Rekeyed: i < sas.DistinctBy(s => s.Item1).Count() - 1,
                                        withState ? "active" : null,
                                        sa.Item2 ? sa.Item3 : null,
                                        sa.Item4
                                    )
                            ),
                    ]
        );

    public static Gen<ChildSa> Tunnel(AsaPrinter.Layout layout)
    {
        var isNew = layout == AsaPrinter.Layout.New;
        return Gen.Select(
            Gen.Select(
                AnyPeer,
                AnyPeer,
                Gen.OneOf("outside", "vti", "COLO"),
                Gen.OneOf("outside_map", "def", "__vti-crypto-map-4-0-1")
            ),
            Gen.Select(AnySelector, AnySelector),
            Gen.Select(Gen.OneOf("L2L", "RA"), Gen.Bool, Gen.OneOf("IKEv1", "IKEv2")),
            Gen.Long[0, 1L << 40].Array[5],
            Gen.Select(Direction(isNew), Direction(isNew)),
            Gen.Select(Gen.Int[0, 65535], Gen.Int[0, 65535]),
            (ends, selectors, kind, counts, sas, ports) =>
                new ChildSa(
                    ends.Item1,
                    ends.Item2,
                    ends.Item3,
                    selectors.Item1,
                    selectors.Item2,
                    kind.Item1,
                    counts[0],
                    counts[1],
                    sas.Item1,
                    sas.Item2,
                    isNew ? sas.Item1[^1].Spi : null,
                    sas.Item2[^1].Spi,
                    isNew ? kind.Item3 : null,
                    kind.Item2,
                    ends.Item4,
                    kind.Item1 == "RA" ? "rashmi" : null,
                    counts[2],
                    counts[3],
                    counts[4],
                    isNew ? ports.Item1 : null,
                    isNew ? ports.Item2 : null
                )
        );
    }

    public static readonly Gen<(IReadOnlyList<ChildSa> Tunnels, AsaPrinter.Layout Layout)> Listing = Gen.OneOf(
            AsaPrinter.Layout.New,
            AsaPrinter.Layout.Old
        )
        .SelectMany(layout => Tunnel(layout).Array[1, 4].Select(tunnels => ((IReadOnlyList<ChildSa>)tunnels, layout)));
}

/// <summary>Child SAs as text, for comparing them value by value (records compare their lists by reference).</summary>
internal static class Shown
{
    public static string Of(SaListing listing) => $"complete={listing.Complete}\n{Of(listing.Tunnels)}";

    public static string Of(IEnumerable<ChildSa> tunnels) => string.Join('\n', tunnels.Select(Of));

    public static string Of(ChildSa t) =>
        $"{t with { Inbound = [], Outbound = [] }}\n  in: {string.Join(", ", t.Inbound)}\n  out: {string.Join(", ", t.Outbound)}";
}
