using CsCheck;
using SpiBot.Gateways.Pasted;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Lab.Consoles;
using SpiBot.Lab.Firewalls;
using SpiBot.Tests.Lab.Firewalls;
using SpiBot.Tunnels;
using DropCounters = SpiBot.Tunnels.DropCounters;
using DropSection = SpiBot.Lab.Firewalls.DropSection;
using Printed = SpiBot.Lab.Consoles.Commands;

namespace SpiBot.Tests.Gateways.CiscoAsa;

/// <summary>The other tables of any box of the Lab, whole, cut and with their blanks eaten, against what the box has.</summary>
public sealed class LabTablesProperties
{
    [Fact]
    public void The_IKE_tables() =>
        WorldGen.Boxes.Sample(
            some =>
            {
                var (state, now) = (some.State, some.Now);
                var ikev1 = ShowCryptoIkev1Sa.Read(
                    Text(Printed.ShowIkeSa.Version1(state, now, detail: now.Minute % 2 == 0))
                );
                var ikev2 = ShowCryptoIkev2Sa.Read(Text(Printed.ShowIkeSa.Version2(state, now)));

                Assert.True(ikev1.Value is { Complete: true }, ikev1.Failure?.ToString());
                Assert.True(ikev2.Value is { Complete: true }, ikev2.Failure?.ToString());
                Assert.Equal(Peers(state, 1), ikev1.Value.Sas.Select(sa => sa.Peer));
                Assert.Equal(Peers(state, 2), ikev2.Value.Sas.Select(sa => sa.Peer));
                Assert.All(ikev1.Value.Sas.Concat(ikev2.Value.Sas), sa => Assert.True(sa.Up));
                Assert.Equal(Children(state), ikev2.Value.Sas.SelectMany(sa => sa.Children ?? []).Select(Pair));
            },
            iter: 60
        );

    [Fact]
    public void The_IKEv2_table_cut_at_any_byte_halves_no_SPI() =>
        WorldGen.SmallBoxes.Sample(
            some =>
            {
                var text = Text(Printed.ShowIkeSa.Version2(some.State, some.Now));
                var whole = Children(some.State).ToList();
                for (var length = 0; length < text.Length; length++)
                {
                    if (ShowCryptoIkev2Sa.Read(text[..length]) is not { Succeeded: true, Value: var listing })
                    {
                        continue;
                    }

                    var children = listing.Sas.SelectMany(sa => sa.Children ?? []).ToList();
                    Assert.All(
                        children.Where(child => child is { Inbound: not null, Outbound: not null }),
                        child => Assert.Contains(Pair(child), whole)
                    );
                    Assert.True(
                        !listing.Complete || children.Count == whole.Count || whole.Count == 0,
                        $"complete after {text[Math.Max(0, length - 80)..length]}"
                    );
                }
            },
            iter: 30
        );

    [Fact]
    public void The_sessions() =>
        WorldGen.Boxes.Sample(
            some =>
            {
                var text = Text(Printed.ShowVpnSessions.Print(Context(some), some.State.Peers));
                var read = ShowVpnSessiondb.Read(text);

                Assert.True(read.Succeeded, read.Failure?.ToString());
                var peers = some.State.Peers.Where(peer => peer.IkeSas.Count > 0).ToList();
                Assert.Equal(
                    peers.Select(peer => some.Box.Shown(peer.Address)),
                    read.Value.Sessions.Select(s => s.Address)
                );
                Assert.Equal(
                    peers
                        .SelectMany(peer => peer.Selectors)
                        .Where(end => end.Sending is not null)
                        .Select(end => end.Sending!.SecondsLeft(some.Now)),
                    read.Value.Sessions.SelectMany(s => s.Pairs).Select(pair => (int)pair.Rekey!.SecondsLeft!.Value)
                );
            },
            iter: 60
        );

    [Fact]
    public void The_drops_with_and_without_keywords_however_the_blanks_are() =>
        Gen.Select(WorldGen.Boxes, Gen.Bool, Gen.Long[0, 1L << 40], Gen.Bool)
            .Sample(
                (some, old, invalid, eaten) =>
                {
                    some.Box.Traits = some.Box.Traits with { DropsWithoutKeywords = old };
                    some.State.Drops.Add(DropSection.Frame, DropReason.InvalidSpi, invalid);
                    var text = Text(Printed.ShowAspDrop.Both(some.State));
                    text = eaten
                        ? string.Join(
                            '\n',
                            text.Split('\n')
                                .Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
                        )
                        : text;

                    var read = Drops(text);

                    Assert.Equal(invalid, read.InvalidSpis);
                },
                iter: 60
            );

    [Fact]
    public void Role_and_version() =>
        Gen.Select(WorldGen.Boxes, Gen.Bool, Gen.Bool)
            .Sample(
                (some, standby, stateless) =>
                {
                    some.Box.Traits = some.Box.Traits with { Standby = standby, StatelessFailover = stateless };
                    var failover = ShowFailover.Read(Text(Printed.ShowFailover.Print(Context(some))));
                    var version = ShowVersion.Read(Text(Printed.ShowVersion.Print(Context(some))));

                    Assert.Equal(standby ? FailoverRole.Standby : FailoverRole.Active, failover.Value?.Role);
                    Assert.Equal(some.Box.Version, version.Value?.Version);
                },
                iter: 30
            );

    /// <summary>Session keys and markup come first, then the platform: a whole session in one paste.</summary>
    [Fact]
    public void Everything_a_box_shows_pasted_in_one_piece_is_told_apart() =>
        WorldGen.Boxes.Sample(
            some =>
            {
                var (state, now) = (some.State, some.Now);
                var text =
                    $"hq-fw1# show crypto ipsec sa\n{Text(Printed.ShowIpsecSa.All(state, now))}hq-fw1# show crypto ikev2 sa\n{Text(Printed.ShowIkeSa.Version2(state, now))}hq-fw1# show asp drop\n{Text(Printed.ShowAspDrop.Both(state))}";

                var pasted = PastedOutput.Read(text);

                Assert.Empty(pasted.NotUnderstood);
                Assert.Equal(
                    ["show crypto ipsec sa", "show crypto ikev2 sa", "show asp drop"],
                    pasted.Understood.Select(output => output.Command)
                );
                Assert.All(pasted.Understood, output => Assert.True(output.Complete));
            },
            iter: 30
        );

    private static DropCounters Drops(string text)
    {
        var read = ShowAspDrop.Read(text);
        Assert.True(read.Succeeded, read.Failure?.ToString());
        return read.Value;
    }

    private static string Text(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    private static CommandContext Context(SomeBox some) =>
        new(some.World, some.State, [], "spibot", new ConsoleTerminal(() => 0, _ => { }, () => true));

    private static IEnumerable<string> Peers(FirewallState state, int version) =>
        state.Peers.SelectMany(peer =>
            peer.IkeSas.Where(sa => sa.Version == version).Select(_ => state.Box.Shown(peer.Address))
        );

    private static IEnumerable<(Spi, Spi)> Children(FirewallState state) =>
        state
            .Peers.SelectMany(peer =>
                peer.IkeSas.Where(sa => sa.Version == 2)
                    .SelectMany(sa =>
                        peer.Selectors.SelectMany(end => end.Pairs.Where(pair => pair.Ike == sa && !pair.IsRekeyed))
                    )
            )
            .Select(pair => (Spi.From(pair.InboundSpi), Spi.From(pair.OutboundSpi)));

    private static (Spi, Spi) Pair(IkeChild child) => (child.Inbound!, child.Outbound!);
}
