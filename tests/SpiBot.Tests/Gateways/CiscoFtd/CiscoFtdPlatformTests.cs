using System.Net;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Gateways.Platforms.CiscoFtd;

namespace SpiBot.Tests.Gateways.CiscoFtd;

public sealed class CiscoFtdPlatformTests
{
    private static readonly IPAddress Peer = IPAddress.Parse("198.51.100.1");
    private static readonly CiscoFtdPlatform Ftd = new();

    public static TheoryData<Change, string> Lines =>
        new()
        {
            { new Change.ClearPeer(Peer), "clear ipsec sa peer 198.51.100.1" },
            { new Change.ClearPeer(IPAddress.Parse("2001:db8::1")), "clear ipsec sa peer 2001:db8::1" },
            {
                new Change.ClearEntry(Peer, Peer, SpiBot.Tunnels.Spi.From(0x8a41_c77e)),
                "clear ipsec sa entry 198.51.100.1 esp 0x8a41c77e"
            },
            { new Change.ClearIke(Peer, 1), "clear ikev1 sa 198.51.100.1" },
            { new Change.ClearIke(Peer, 2), "clear ikev2 sa 198.51.100.1" },
            { new Change.ClearInactive(), "clear ipsec sa inactive" },
            { new Change.ClearDrops(), "clear asp drop frame np-sp-invalid-spi" },
        };

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_change_has_a_line_of_its_own_and_the_ASAs_in_the_diagnostic_CLI(Change change, string line)
    {
        Assert.Equal([line], Ftd.LinesFor(change));
        var second = Ftd.IfRefused(change)!;
        Assert.Equal("system support diagnostic-cli", second.Enter);
        Assert.Equal(new CiscoAsaPlatform().LinesFor(change), second.Lines);
    }

    [Fact]
    public void What_would_hit_every_tunnel_is_never_made()
    {
        Assert.Throws<ArgumentException>(() => Ftd.LinesFor(new Change.ClearPeer(IPAddress.Any)));
        Assert.Throws<ArgumentException>(() => Ftd.IfRefused(new Change.ClearIke(IPAddress.IPv6Any, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ftd.LinesFor(new Change.ClearIke(Peer, 3)));
    }

    [Fact]
    public void Debug_is_the_ASAs_in_the_diagnostic_CLI_and_what_is_left_is_taken_away_there_too()
    {
        var debug = new Change.Debug(Peer, 127);
        Assert.Equal(Ftd.LinesFor(debug), Ftd.IfRefused(debug)!.Lines);
        Assert.Equal("debug crypto condition peer 198.51.100.1", Ftd.LinesFor(debug)[0]);
        Assert.Equal("system support diagnostic-cli", Ftd.Leftovers.Inside);
        Assert.Null(Ftd.Leftovers.RemovalOf(new Leftover.Capture("spibot-1")).OnMate);
    }

    [Fact]
    public void The_linux_shell_of_an_FTD_is_never_entered()
    {
        Assert.Same(Ftd.GetType(), KnownPlatforms.Find("cisco_ftd")?.GetType());
        Assert.Null(Ftd.Dialect.Enable);
        Assert.Equal("system support diagnostic-cli", Ftd.Dialect.Inner!.Enter);
    }

    [Theory]
    [InlineData("Syntax error: Illegal command line", true)]
    [InlineData("ERROR: % Invalid input detected at '^' marker.", true)]
    [InlineData("Command authorization failed", true)]
    [InlineData("ERROR: Failed to clear the IPsec SA", false)]
    public void Only_a_line_that_is_not_known_is_followed_by_the_second_form(string refusal, bool isNotKnown) =>
        Assert.Equal(isNotKnown, Ftd.Dialect.Inner!.SaysNotKnown(refusal));
}
