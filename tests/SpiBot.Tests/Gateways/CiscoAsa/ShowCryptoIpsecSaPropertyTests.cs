using CsCheck;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoAsa;

public sealed class ShowCryptoIpsecSaPropertyTests
{
    [Fact]
    public void What_is_printed_is_read_back() =>
        SaGen.Listing.Sample(
            listing =>
            {
                var (text, _) = AsaPrinter.IpsecSa(listing.Tunnels, listing.Layout);
                Assert.Equal(Shown.Of(new SaListing(Complete: true, listing.Tunnels)), Shown.Of(Read(text)));
            },
            iter: 500
        );

    [Fact]
    public void Lost_indentation_collapsed_blanks_and_other_line_ends_change_nothing() =>
        Gen.Select(SaGen.Listing, Gen.Int[0, Manglings.Count - 1])
            .Sample(
                (listing, mangling) =>
                {
                    var (text, _) = AsaPrinter.IpsecSa(listing.Tunnels, listing.Layout);
                    Assert.Equal(Shown.Of(Read(text)), Shown.Of(Read(Manglings[mangling](text))));
                },
                iter: 500
            );

    [Fact]
    public void A_text_cut_anywhere_invents_nothing_and_says_that_it_is_cut() =>
        Gen.Select(SaGen.Listing, Gen.Double[0, 1])
            .Sample(
                (listing, where) =>
                {
                    var (text, ends) = AsaPrinter.IpsecSa(listing.Tunnels, listing.Layout);
                    CheckCut(listing.Tunnels, text, ends, (int)(where * text.Length));
                },
                iter: 5_000
            );

    [Fact]
    public void A_text_cut_at_any_character_of_all() =>
        SaGen.Listing.Sample(
            listing =>
            {
                var (text, ends) = AsaPrinter.IpsecSa(listing.Tunnels, listing.Layout);
                for (var length = 0; length <= text.Length; length++)
                {
                    CheckCut(listing.Tunnels, text, ends, length);
                }
            },
            iter: 4
        );

    [Fact]
    public void Any_text_has_an_answer() =>
        Gen.Select(
                Gen.OneOf(Beginnings).Array[0, 12],
                Gen.String[0, 40].Array[12],
                (lines, rests) => string.Join('\n', lines.Zip(rests, (line, rest) => line + rest))
            )
            .Sample(text =>
            {
                var parsed = ShowCryptoIpsecSa.Read(text);
                Assert.True(parsed.Succeeded ^ parsed.Failure is not null);
                Assert.True(parsed.Succeeded || parsed.Failure.Line >= 1);
            });

    [Fact]
    public void Ten_thousand_SAs_are_read() =>
        SaGen
            .Tunnel(AsaPrinter.Layout.New)
            .Sample(
                one =>
                {
                    var tunnels = Enumerable.Range(0, 5_000).Select(i => WithSpis(one, (uint)i)).ToList();
                    var text = string.Concat(tunnels.Select(t => AsaPrinter.IpsecSa([t], AsaPrinter.Layout.New).Text));

                    var read = Read(text);

                    Assert.True(read.Complete);
                    Assert.Equal(Shown.Of(tunnels), Shown.Of(read.Tunnels));
                },
                iter: 1
            );

    private static ChildSa WithSpis(ChildSa tunnel, uint i)
    {
        var (inbound, outbound) = (Spi.From(0x1000 + i), Spi.From(0x9000 + i));
        return tunnel with
        {
            Inbound = [new SecurityAssociation(inbound, State: "active", RemainingSeconds: i)],
            Outbound = [new SecurityAssociation(outbound, State: "active", RemainingSeconds: i)],
            CurrentInbound = inbound,
            CurrentOutbound = outbound,
        };
    }

    private static readonly IReadOnlyList<Func<string, string>> Manglings =
    [
        text => string.Join('\n', text.Split('\n').Select(line => line.Trim())),
        text => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
        text => text.Replace("\n", "\r\n", StringComparison.Ordinal),
        text => text.Replace("\n", "\r\r\n", StringComparison.Ordinal),
        text => text.Replace("\n", "\n\r", StringComparison.Ordinal),
        text => text.Replace("\n", "\r\n\r", StringComparison.Ordinal),
        text => text.Replace("      ", "\u00a0\t", StringComparison.Ordinal),
        text => string.Join('\n', text.Split('\n', StringSplitOptions.RemoveEmptyEntries)) + "\n",
        text => text.Replace("\n", "\n\n", StringComparison.Ordinal),
        text =>
            text.Replace(
                "      #pkts decaps",
                "<--- More --->\r              \r      #pkts decaps",
                StringComparison.Ordinal
            ),
        text => "\ufeff" + text.TrimEnd(),
    ];

    private static readonly string[] Beginnings =
    [
        "interface: ",
        "peer address: ",
        "Crypto map tag: ",
        "access-list ",
        "local ident (addr/mask/prot/port): ",
        "local ident (addr/mask/prot/port): (10.1.0.0/255.255.255.0/",
        "remote ident (addr/mask/prot/port): (2001:db8::/",
        "current_peer: ",
        "#pkts encaps: ",
        "local crypto endpt.: ",
        "current outbound spi: ",
        "inbound esp sas:",
        "outbound esp sas:",
        "spi: 0x",
        "spi: 0x12345678 (1)",
        "in use settings ={",
        "sa timing: remaining key lifetime (kB/sec): (",
        "",
    ];

    private static SaListing Read(string text)
    {
        var parsed = ShowCryptoIpsecSa.Read(text);
        Assert.True(parsed.Succeeded, parsed.Failure?.ToString());
        return parsed.Value;
    }

    private static void CheckCut(IReadOnlyList<ChildSa> tunnels, string text, IReadOnlyList<int> ends, int length)
    {
        var parsed = ShowCryptoIpsecSa.Read(text[..length]);
        if (!parsed.Succeeded)
        {
            return;
        }

        var looksWhole = ends.Contains(text[..length].TrimEnd().Length);
        Assert.Equal(looksWhole, parsed.Value.Complete);
        Assert.True(parsed.Value.Tunnels.Count <= tunnels.Count);
        foreach (var (whole, part) in tunnels.Zip(parsed.Value.Tunnels))
        {
            CheckPart(whole.Inbound, part.Inbound, part.CurrentInbound);
            CheckPart(whole.Outbound, part.Outbound, part.CurrentOutbound);
            Assert.True(part.Peer is null || part.Peer == whole.Peer, part.Peer);
            Assert.True(part.Encaps is null || part.Encaps == whole.Encaps);
            Assert.True(part.Kind is null || part.Kind == whole.Kind);
            Assert.True(part.LocalSelector is null || part.LocalSelector == whole.LocalSelector);
            Assert.True(part.RemoteSelector is null || part.RemoteSelector == whole.RemoteSelector);
            Assert.True(part.CurrentOutbound is null || part.CurrentOutbound == whole.CurrentOutbound);
            Assert.True(!part.Complete || Shown.Of(part) == Shown.Of(whole), Shown.Of(part));
        }
    }

    private static void CheckPart(
        IReadOnlyList<SecurityAssociation> whole,
        IReadOnlyList<SecurityAssociation> part,
        Spi? current
    )
    {
        if (part is [{ SettingsRead: false } one] && one.Spi == current)
        {
            // Cut before the SAs: the one in use is known all the same.
            Assert.Contains(one.Spi, whole.Select(sa => sa.Spi));
            return;
        }

        Assert.True(part.Count <= whole.Count);
        foreach (var (all, some) in whole.Zip(part))
        {
            Assert.Equal(all.Spi, some.Spi);
            Assert.True(!some.SettingsRead || some.Rekeyed == all.Rekeyed);
            Assert.True(some.State is null || some.State == all.State, some.State);
            Assert.True(some.RemainingSeconds is null || some.RemainingSeconds == all.RemainingSeconds);
            Assert.True(some.RemainingKilobytes is null || some.RemainingKilobytes == all.RemainingKilobytes);
        }
    }
}
