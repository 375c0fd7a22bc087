using SpiBot.Lab.Consoles;

namespace SpiBot.Tests.Lab.Firewalls;

public sealed class CommandTreeTests
{
    private static readonly Command Log = new("show log", _ => []);
    private static readonly Command Logging = new("show logging", _ => []);
    private static readonly Command Peer = new("show peer <address>", _ => []);
    private static readonly Command AnyPeer = new("show peer", _ => []);
    private static readonly CommandTree Tree = new([Log, Logging, Peer, AnyPeer]);

    [Fact]
    public void A_whole_word_is_not_a_short_one()
    {
        Assert.Same(Log, Tree.Match("show log").Command);
        Assert.Same(Logging, Tree.Match("sh logg").Command);
        Assert.Equal(MatchFault.Ambiguous, Tree.Match("sh lo").Fault);
    }

    [Fact]
    public void An_argument_may_be_left_out_where_the_line_is_a_command_without_it()
    {
        Assert.Same(AnyPeer, Tree.Match("sh p ").Command);
        var match = Tree.Match("  sh  p 192.0.2.77");
        Assert.Same(Peer, match.Command);
        Assert.Equal(["192.0.2.77"], match.Arguments);
        Assert.Equal("show peer 192.0.2.77", match.Canonical);
    }

    [Fact]
    public void The_marker_stands_under_the_first_letter_that_fits_nothing()
    {
        Assert.Equal((MatchFault.Invalid, 8), Fault("show logx"));
        Assert.Equal((MatchFault.Invalid, 10), Fault("show peer 192.0.2.777"));
        Assert.Equal((MatchFault.Invalid, 9), Fault("show log now"));
        Assert.Equal(MatchFault.Incomplete, Fault("show").Fault);

        static (MatchFault Fault, int Marker) Fault(string line) => (Tree.Match(line).Fault, Tree.Match(line).Marker);
    }

    [Fact]
    public void A_command_cannot_stand_twice() =>
        Assert.Throws<ArgumentException>(() => new CommandTree([Log, new Command("show log", _ => [])]));
}
