using CsCheck;
using SpiBot.Gateways.Pasted;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Lab.Consoles.Commands;
using SpiBot.Lab.Firewalls;
using SpiBot.Tests.Gateways.Pasted;
using SpiBot.Tests.Lab.Firewalls;
using SpiBot.Tunnels;
using Selector = SpiBot.Tunnels.Selector;

namespace SpiBot.Tests.Gateways.CiscoAsa;

/// <summary>
/// <c>show crypto ipsec sa</c> of any box as the Lab prints it, against what the box has: the two share no code. Then cut, wrapped and interrupted: what is
/// read is what was printed, or a failure says where.
/// </summary>
public sealed class LabListingProperties
{
    private static readonly string[] Notices =
    [
        "Beginning configuration replication: Sending to mate.",
        "End Configuration Replication to mate",
        "WARNING: This command will take effect after a while",
        "INFO: Security level for \"outside\" set to 0 by default.",
        "Nov 23 2026 02:27:40: %ASA-4-402114: IPSEC: Received an ESP packet (SPI= 0x1A2B3C4D, sequence number= 0x1) from 192.0.2.7 to 198.51.100.1 with an invalid SPI.",
    ];

    [Fact]
    public void What_any_box_prints_is_what_is_read() =>
        WorldGen.Boxes.Sample(
            some =>
            {
                var read = ShowCryptoIpsecSa.Read(Print(some));

                Assert.True(read.Succeeded, read.Failure?.ToString());
                Assert.True(read.Value.Complete);
                Assert.Equal(HasOf(some), read.Value.Tunnels.Select(Said));
            },
            iter: 80
        );

    [Fact]
    public void The_form_with_a_peer_has_that_peers_blocks() =>
        WorldGen.Boxes.Sample(
            some =>
            {
                foreach (var peer in some.State.Peers)
                {
                    var text = Text(ShowIpsecSa.Peer(some.State, peer.Address, some.Now));
                    var read = ShowCryptoIpsecSa.Read(text);

                    Assert.True(read.Value is { Complete: true }, read.Failure?.ToString());
                    Assert.Equal(
                        peer.Selectors.Where(end => end.Pairs.Count > 0).Select(end => Has(end, some)),
                        read.Value.Tunnels.Select(Said)
                    );
                }
            },
            iter: 30
        );

    [Fact]
    public void Cut_at_any_byte_it_is_a_part_or_a_failure() =>
        WorldGen.SmallBoxes.Sample(
            some =>
            {
                var text = Print(some);
                var whole = HasOf(some);
                for (var length = 0; length < text.Length; length++)
                {
                    MustBePart(ShowCryptoIpsecSa.Read(text[..length]), whole, some, text[..length]);
                }
            },
            iter: 3
        );

    [Fact]
    public void Interrupted_by_a_notice_between_two_lines_it_reads_the_same() =>
        Gen.Select(WorldGen.Boxes, Gen.OneOf(Notices.Select(Gen.Const).ToArray()), Gen.Double[0, 1])
            .Sample(
                (some, notice, where) =>
                {
                    var lines = Print(some).Split('\n').ToList();
                    lines.Insert(1 + (int)(where * (lines.Count - 1)), notice);

                    var read = ShowCryptoIpsecSa.Read(string.Join('\n', lines));

                    Assert.Equal(HasOf(some), read.Value?.Tunnels.Select(Said));
                },
                iter: 80
            );

    [Fact]
    public void Interrupted_within_a_line_no_SPI_selector_or_counter_is_half_read() =>
        WorldGen.SmallBoxes.Sample(
            some =>
            {
                var text = Print(some);
                var spis = SpisOf(some).ToHashSet();
                var selectors = SelectorsOf(some).ToHashSet();
                var counts = some.State.Peers.SelectMany(p => p.Selectors).Select(s => s.Encaps).ToHashSet();
                counts.UnionWith(some.State.RemoteUsers.Select(user => user.Pair.PacketsOut));
                for (var at = 1; at < text.Length; at++)
                {
                    var read = ShowCryptoIpsecSa.Read($"{text[..at]}\n{Notices[at % Notices.Length]}\n{text[at..]}");
                    foreach (var tunnel in read.Value?.Tunnels ?? [])
                    {
                        Assert.All(Told.Spis(new SaListing(true, [tunnel])), spi => Assert.Contains(spi, spis));
                        Assert.True(tunnel.LocalSelector is null || selectors.Contains(tunnel.LocalSelector));
                        Assert.True(tunnel.RemoteSelector is null || selectors.Contains(tunnel.RemoteSelector));
                        Assert.True(tunnel.Encaps is null || counts.Contains(tunnel.Encaps.Value), $"{tunnel.Encaps}");
                    }
                }
            },
            iter: 3
        );

    [Fact]
    public void Wrapped_and_with_blanks_eaten_it_is_recognised_and_has_the_same_SPIs() =>
        Gen.Select(WorldGen.Boxes, Gen.Int[30, 90], Gen.Bool)
            .Sample(
                (some, width, inOneLine) =>
                {
                    var text = inOneLine ? Print(some).Replace('\n', ' ') : Wrapped(Print(some), width);

                    var output = Assert.Single(PastedOutput.Read(text + "\n").Understood);

                    Assert.Equal(("cisco_asa", ShowCryptoIpsecSa.Command), (output.Platform, output.Command));
                    Assert.Equal(SpisOf(some).ToHashSet(), Told.Spis(output.Value).ToHashSet());
                },
                iter: 50
            );

    private static string Print(SomeBox some) => Text(ShowIpsecSa.All(some.State, some.Now));

    private static string Text(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    private static string Wrapped(string text, int width) =>
        string.Join('\n', text.Split('\n').SelectMany(line => PasteWrap.Of(line.Trim(), width)));

    private static void MustBePart(Parsed<SaListing> read, IReadOnlyList<string> whole, SomeBox some, string cut)
    {
        if (!read.Succeeded)
        {
            Assert.True(read.Failure.Line >= 1);
            return;
        }

        var spis = SpisOf(some).ToHashSet();
        Assert.All(Told.Spis(read.Value), spi => Assert.Contains(spi, spis));
        Assert.True(read.Value.Tunnels.Count <= whole.Count);
        foreach (var (all, tunnel) in whole.Zip(read.Value.Tunnels))
        {
            var said = Said(tunnel);
            Assert.True(
                !tunnel.Complete || said == all,
                $"{said}\nnot\n{all}\n…{cut[Math.Max(0, cut.Length - 200)..]}"
            );
        }

        Assert.True(!read.Value.Complete || read.Value.Tunnels.All(tunnel => tunnel.Complete));
    }

    private static IReadOnlyList<string> HasOf(SomeBox some) =>
        [
            .. some
                .State.Peers.OrderBy(peer => peer.MapSequence)
                .SelectMany(peer => peer.Selectors)
                .Where(end => end.Pairs.Count > 0)
                .Select(end => Has(end, some)),
            .. some.State.RemoteUsers.Select(user => Has(user, some)),
        ];

    private static IEnumerable<(string, Spi)> SpisOf(SomeBox some) =>
        some
            .State.Peers.SelectMany(peer => peer.Selectors)
            .SelectMany(end => end.Pairs)
            .Concat(some.State.RemoteUsers.Select(user => user.Pair))
            .SelectMany(pair => new[] { ("in", Spi.From(pair.InboundSpi)), ("out", Spi.From(pair.OutboundSpi)) });

    private static IEnumerable<Selector> SelectorsOf(SomeBox some) =>
        some
            .State.Peers.SelectMany(peer => peer.Selectors)
            .SelectMany(end =>
                new[] { Of(end.Local, end.Protocol, end.LocalPorts), Of(end.Remote, end.Protocol, end.RemotePorts) }
            )
            .Concat(some.State.RemoteUsers.Select(user => new Selector(user.Assigned, user.Assigned)))
            .Append(Of(new Subnet("0.0.0.0/0"), 0, null));

    private static Selector Of(Subnet subnet, byte protocol, PortRange? ports) =>
        new(
            subnet.Address,
            subnet.Last,
            protocol,
            ports is null ? null
                : ports.First == ports.Last ? $"{ports.First}"
                : $"{ports.First}-{ports.Last}"
        );

    private static string Has(SelectorEnd end, SomeBox some) =>
        Line(
            end.Peer.Owner.Shown(end.Peer.Address),
            null,
            "L2L",
            end.Peer.IkeVersion,
            end.Peer.BehindNat,
            end.Peer.EndpointPort,
            (Of(end.Local, end.Protocol, end.LocalPorts), Of(end.Remote, end.Protocol, end.RemotePorts)),
            (end.Encaps, end.Decaps),
            (end.Sending ?? end.Pairs[^1]).OutboundSpi,
            end.Pairs,
            some.Now
        );

    private static string Has(RemoteUser user, SomeBox some) =>
        Line(
            some.Box.Shown(user.Address),
            user.Name,
            "RA",
            2,
            behindNat: true,
            4500,
            (Of(new Subnet("0.0.0.0/0"), 0, null), new Selector(user.Assigned, user.Assigned)),
            (user.Pair.PacketsOut, user.Pair.PacketsIn),
            user.Pair.OutboundSpi,
            [user.Pair],
            some.Now
        );

    private static string Line(
        string peer,
        string? username,
        string kind,
        int ikeVersion,
        bool behindNat,
        int port,
        (Selector, Selector) selectors,
        (long, long) counts,
        uint sending,
        IReadOnlyList<SaPair> pairs,
        DateTimeOffset now
    )
    {
        var life = pairs.Select(p => p.IsRekeyed ? "rekeyed 0" : $"{p.KilobytesLeft}/{p.SecondsLeft(now)}").ToList();
        return $"{peer} {username} {kind} IKEv{ikeVersion} nat={behindNat} {port}/{port} {selectors} {counts} sends {sending:x8}"
            + $" in {string.Join(' ', pairs.Zip(life, (p, left) => $"{p.InboundSpi:x8}({left})"))}"
            + $" out {string.Join(' ', pairs.Zip(life, (p, left) => $"{p.OutboundSpi:x8}({left})"))}";
    }

    private static string Said(ChildSa t)
    {
        return $"{t.Peer} {t.Username} {t.Kind} {t.IkeVersion} nat={t.NatTraversal} {t.LocalPort}/{t.RemotePort} {(t.LocalSelector, t.RemoteSelector)} {(t.Encaps, t.Decaps)} sends {t.Sending?.Digits}"
            + $" in {string.Join(' ', t.Inbound.Select(Sa))} out {string.Join(' ', t.Outbound.Select(Sa))}";

        static string Sa(SecurityAssociation sa) =>
            $"{sa.Spi.Digits}({(sa.Rekeyed ? $"rekeyed {sa.RemainingSeconds}" : $"{sa.RemainingKilobytes}/{sa.RemainingSeconds}")})";
    }
}
