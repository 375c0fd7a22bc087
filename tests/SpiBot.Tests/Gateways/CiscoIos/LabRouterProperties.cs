using CsCheck;
using SpiBot.Gateways.Pasted;
using SpiBot.Gateways.Platforms.CiscoIos;
using SpiBot.Lab.Consoles;
using SpiBot.Lab.Consoles.Ios;
using SpiBot.Tests.Gateways.Pasted;
using SpiBot.Tests.Lab.Firewalls;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoIos;

/// <summary>The lists of any router of the Lab, against what it has: whole, cut at every byte, wrapped.</summary>
public sealed class LabRouterProperties
{
    [Fact]
    public void What_any_router_prints_is_what_is_read() =>
        WorldGen.Boxes.Sample(
            some =>
            {
                var read = ShowCryptoIpsecSa.Read(Print(some));

                Assert.True(read.Value is { Complete: true }, read.Failure?.ToString());
                Assert.Equal(Has(some), read.Value.Tunnels.Select(Said));
            },
            iter: 60
        );

    [Fact]
    public void What_any_router_prints_of_IKE_is_what_is_read() =>
        Gen.Select(WorldGen.Boxes, Gen.Bool)
            .Sample(
                (some, detailed) =>
                {
                    var sas = ShowCryptoIkev2.ReadSa(Printed(IosSas.Ikev2(Context(some), some.State.Peers, detailed)));
                    var sessions = ShowCryptoIkev2.ReadSession(Printed(IosSas.Ikev2Sessions(Context(some), detailed)));

                    var ike = some
                        .State.Peers.SelectMany(peer => peer.IkeSas.Select(sa => (peer, sa)))
                        .Where(of => of.sa.Version == 2)
                        .ToList();
                    Assert.Equal(
                        ike.Select(of =>
                            $"{of.peer.Address} {(detailed ? of.sa.Initiator == some.Box : null)} {of.sa.ActiveSeconds(some.World.Now)}"
                        ),
                        sas.Value?.Sas.Select(sa => $"{sa.Peer} {Began(sa)} {sa.ActiveSeconds}") ?? []
                    );
                    Assert.True(sessions.Value is { Complete: true }, sessions.Failure?.ToString());
                    Assert.Equal(
                        ike.SelectMany(of =>
                            of.peer.Selectors.SelectMany(end => end.Pairs)
                                .Where(pair => pair.Ike == of.sa && !pair.IsRekeyed)
                                .Select(pair => $"{of.peer.Address} {pair.InboundSpi:x8} {pair.OutboundSpi:x8}")
                        ),
                        sessions.Value.Sas.SelectMany(sa =>
                            sa.Children!.Select(child => $"{sa.Peer} {child.Inbound?.Digits} {child.Outbound?.Digits}")
                        )
                    );
                },
                iter: 60
            );

    [Fact]
    public void Cut_at_any_byte_it_is_a_part_or_a_failure() =>
        WorldGen.SmallBoxes.Sample(
            some =>
            {
                var text = Print(some);
                var whole = Has(some).ToList();
                for (var length = 0; length < text.Length; length++)
                {
                    if (ShowCryptoIpsecSa.Read(text[..length]) is not { Succeeded: true, Value: var listing })
                    {
                        continue;
                    }

                    Assert.True(!listing.Complete || listing.Tunnels.All(tunnel => tunnel.Complete));
                    foreach (var (all, tunnel) in whole.Zip(listing.Tunnels))
                    {
                        Assert.True(!tunnel.Complete || Said(tunnel) == all, text[Math.Max(0, length - 80)..length]);
                        Assert.All(
                            Told.Spis(new SaListing(true, [tunnel])),
                            spi => Assert.Contains(spi.Spi.Digits, all, StringComparison.Ordinal)
                        );
                    }
                }
            },
            iter: 3
        );

    [Fact]
    public void Wrapped_and_with_blanks_eaten_it_is_recognised_and_has_the_same_SPIs() =>
        Gen.Select(WorldGen.Boxes, Gen.Int[30, 90])
            .Sample(
                (some, width) =>
                {
                    var text = string.Join(
                        '\n',
                        Print(some).Split('\n').SelectMany(l => PasteWrap.Of(l.Trim(), width))
                    );

                    var output = Assert.Single(PastedOutput.Read(text + "\n").Understood);

                    Assert.Equal("cisco_ios", output.Platform);
                    Assert.Equal(
                        Told.Spis(ShowCryptoIpsecSa.Read(Print(some)).Value!).ToHashSet(),
                        Told.Spis(output.Value).ToHashSet()
                    );
                },
                iter: 40
            );

    private static string Print(SomeBox some) => Printed(IosSas.Ipsec(Context(some), some.State.Peers));

    private static string Printed(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    private static CommandContext Context(SomeBox some) =>
        new(some.World, some.State, [], "spibot", new ConsoleTerminal(() => 0, _ => { }, () => true));

    private static bool? Began(IkeSa sa) =>
        sa.Role switch
        {
            "INITIATOR" => true,
            "RESPONDER" => false,
            _ => null,
        };

    private static IEnumerable<string> Has(SomeBox some) =>
        some
            .State.Peers.SelectMany(peer => peer.Selectors)
            .Where(end => end.Pairs.Count > 0)
            .Select(end =>
                $"{end.Peer.Address} {end.Peer.EndpointPort} {end.Encaps}/{end.Decaps} sends {(end.Sending ?? end.Pairs[^1]).OutboundSpi:x8}"
                + $" in {string.Join(' ', end.Pairs.Select(pair => $"{pair.InboundSpi:x8}"))} out {string.Join(' ', end.Pairs.Select(pair => $"{pair.OutboundSpi:x8}"))}"
            );

    private static string Said(ChildSa tunnel) =>
        $"{tunnel.Peer} {tunnel.RemotePort} {tunnel.Encaps}/{tunnel.Decaps} sends {tunnel.Sending?.Digits}"
        + $" in {string.Join(' ', tunnel.Inbound.Select(sa => sa.Spi.Digits))} out {string.Join(' ', tunnel.Outbound.Select(sa => sa.Spi.Digits))}";
}
