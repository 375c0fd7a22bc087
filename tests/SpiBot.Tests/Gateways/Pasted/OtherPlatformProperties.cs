using CsCheck;
using SpiBot.Gateways.Pasted;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Platforms.LinuxXfrm;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.Pasted;

/// <summary>Any list of tunnels as the platforms that are not Cisco's print it: read back, cut at every byte, wrapped, interrupted.</summary>
public sealed class OtherPlatformProperties
{
    private static readonly Gen<(string Command, IReadOnlyList<PrintedTunnel> Tunnels, string Text)> Listing =
        Gen.OneOf(
            OtherPrinters
                .All.Select(printer =>
                    OtherPrinters
                        .Tunnels(printer.Command)
                        .Select(tunnels => (printer.Command, tunnels, printer.Print(tunnels)))
                )
                .ToArray()
        );

    [Fact]
    public void What_is_printed_is_read_back() =>
        Listing.Sample(
            listing =>
            {
                var output = Assert.Single(PastedOutput.Read(listing.Text).Understood);

                Assert.Equal(listing.Command, output.Command);
                Assert.True(output.Complete, output.Words);
                Assert.Equal(SpisOf(listing.Tunnels).ToHashSet(), Spis(output.Value).ToHashSet());
                if (output.Sas() is { } sas)
                {
                    Assert.All(
                        sas.Tunnels,
                        tunnel => Assert.Contains(tunnel.Peer, listing.Tunnels.Select(t => t.There))
                    );
                }
            },
            iter: 150
        );

    /// <summary>By the readers themselves, who are quick enough for every byte. A list of <c>ip xfrm state</c> may end behind any SA.</summary>
    [Fact]
    public void Cut_at_any_byte_no_SPI_is_halved_and_nothing_is_called_complete_that_is_not() =>
        Listing.Sample(
            listing =>
            {
                var read = SavedCommand.All.First(command => command.Command == listing.Command);
                var whole = SpisOf(listing.Tunnels).ToHashSet();
                for (var length = 0; length < listing.Text.Length; length++)
                {
                    if (
                        read.ReadLines(AnswerText.Of(listing.Text[..length]))
                        is not { Succeeded: true, Value: var value }
                    )
                    {
                        continue;
                    }

                    var spis = Spis(value).ToHashSet();
                    Assert.Subset(whole, spis);
                    Assert.True(
                        !Completeness.IsComplete(value) || spis.Count % 2 == 0 || value is XfrmSas,
                        $"half a pair is complete after {listing.Text[Math.Max(0, length - 60)..length]}"
                    );
                }
            },
            iter: 30
        );

    [Fact]
    public void Wrapped_and_with_blanks_eaten_it_has_the_same_SPIs() =>
        Gen.Select(Listing, Gen.Int[36, 100])
            .Sample(
                (listing, width) =>
                {
                    var text = string.Join(
                        '\n',
                        listing.Text.Split('\n').SelectMany(l => PasteWrap.Of(l.Trim(), width))
                    );

                    var output = Assert.Single(PastedOutput.Read(text + "\n").Understood);

                    Assert.Equal(listing.Command, output.Command);
                    Assert.Equal(SpisOf(listing.Tunnels).ToHashSet(), Spis(output.Value).ToHashSet());
                },
                iter: 150
            );

    [Fact]
    public void Interrupted_anywhere_by_another_line_no_SPI_is_halved() =>
        Gen.Select(Listing, Gen.Double[0, 1])
            .Sample(
                (listing, where) =>
                {
                    var at = (int)(where * listing.Text.Length);
                    var text =
                        $"{listing.Text[..at]}\nNov 23 02:27:40 kernel: device eth0 left promiscuous mode\n{listing.Text[at..]}";

                    foreach (var output in PastedOutput.Read(text).Understood)
                    {
                        Assert.Subset(SpisOf(listing.Tunnels).ToHashSet(), Spis(output.Value).ToHashSet());
                    }
                },
                iter: 500
            );

    [Fact]
    public void No_session_key_is_left_in_a_word_that_is_shown() =>
        Listing.Sample(
            listing =>
            {
                var text = PastedText.Plain(listing.Text);

                Assert.DoesNotContain("000102030405060708090a0b0c0d0e0f", text, StringComparison.Ordinal);
                Assert.DoesNotContain("202122232425262728292a2b2c2d2e2f", text, StringComparison.Ordinal);
                Assert.DoesNotContain("101112131415161718191a1b1c1d1e1f", text, StringComparison.Ordinal);
            },
            iter: 100
        );

    /// <summary>Of <c>ip xfrm state</c> the direction is told by the addresses: it counts as none here.</summary>
    private static IEnumerable<Spi> Spis(object value) =>
        value is XfrmSas xfrm ? xfrm.Sas.Select(sa => sa.Spi) : Told.Spis(value).Select(spi => spi.Spi);

    private static IEnumerable<Spi> SpisOf(IEnumerable<PrintedTunnel> tunnels) =>
        tunnels.SelectMany(tunnel => tunnel.Pairs).SelectMany(pair => new[] { pair.In, pair.Out });
}
