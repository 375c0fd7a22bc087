using CsCheck;
using SpiBot.Commands;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Tests.Commands;

public sealed class CommandGrammarTests
{
    public static TheoryData<string, Command> Understood =>
        new()
        {
            { "check tunnel to peer 203.0.113.9", new Command.CheckTunnel("203.0.113.9", null) },
            { "Check  Tunnel to peer 203.0.113.9.", new Command.CheckTunnel("203.0.113.9", null) },
            { "check 203.0.113.9", new Command.CheckTunnel("203.0.113.9", null) },
            { "check berlin on hq-fw1", new Command.CheckTunnel("berlin", "hq-fw1") },
            { "check `203.0.113.9`", new Command.CheckTunnel("203.0.113.9", null) },
            { "check 2001:db8::9?", new Command.CheckTunnel("2001:db8::9", null) },
            { "check tunnel to berlin ON hq-fw1", new Command.CheckTunnel("berlin", "hq-fw1") },
            { "compare 203.0.113.9", new Command.Compare("203.0.113.9", null) },
            { "drops", new Command.Drops(null) },
            { "drops on hq-fw1", new Command.Drops("hq-fw1") },
            { "inactive on hq-fw1", new Command.Inactive("hq-fw1") },
            { "clear inactive on hq-fw1", new Command.ClearInactive("hq-fw1") },
            { "clear peer 203.0.113.9", new Command.ClearPeer("203.0.113.9", null) },
            { "clear peer 203.0.113.9 on hq-fw1", new Command.ClearPeer("203.0.113.9", "hq-fw1") },
            { "trace peer 203.0.113.9 on hq-fw1", new Command.Trace("203.0.113.9", "hq-fw1") },
            { "Trace berlin", new Command.Trace("berlin", null) },
            { "data path berlin on hq-fw1", new Command.DataPath("berlin", "hq-fw1") },
            { "Data path peer 203.0.113.9", new Command.DataPath("203.0.113.9", null) },
            { "datapath 203.0.113.9", new Command.DataPath("203.0.113.9", null) },
            { "watch peer 203.0.113.9", new Command.Watch("203.0.113.9", null) },
            { "Watch peer berlin on hq-fw1 for 8h", new Command.Watch("berlin", "hq-fw1", "8h") },
            { "watch berlin for 90 min.", new Command.Watch("berlin", null, "90 min") },
            { "unwatch peer berlin on hq-fw1", new Command.Unwatch("berlin", "hq-fw1") },
            { "watches", new Command.Watches() },
            { "approvals", new Command.Approvals() },
            { "HELP!", new Command.Help() },
            { "", new Command.Help() },
            { "?", new Command.Help() },
        };

    [Theory]
    [MemberData(nameof(Understood))]
    public void A_command_is_understood(string text, Command expected) =>
        Assert.Equal(expected, CommandGrammar.Parse(text));

    [Theory]
    [InlineData("chek tunnel to peer 203.0.113.9", "check tunnel to peer 203.0.113.9")]
    [InlineData("check tunel to peer 203.0.113.9 on hq-fw1", "check tunnel to peer 203.0.113.9 on hq-fw1")]
    [InlineData("cehck 203.0.113.9", "check 203.0.113.9")]
    [InlineData("drosp on hq-fw1", "drops on hq-fw1")]
    [InlineData("clear pere 203.0.113.9", "clear peer 203.0.113.9")]
    [InlineData("aprovals", "approvals")]
    [InlineData("trcae peer 203.0.113.9", "trace peer 203.0.113.9")]
    [InlineData("wacth peer 203.0.113.9 on hq-fw1 for 8h", "watch peer 203.0.113.9 on hq-fw1 for 8h")]
    [InlineData("wathces", "watches")]
    [InlineData("check 203.0.113.9 for 8h", "check 203.0.113.9")]
    [InlineData("clear iek 203.0.113.9 on hq-fw1", "clear ike 203.0.113.9 on hq-fw1")]
    [InlineData("clear drosp on hq-fw1", "clear drops on hq-fw1")]
    public void A_typo_gets_the_nearest_command(string text, string nearest) =>
        Assert.Equal(new Command.Unknown(text, nearest), CommandGrammar.Parse(text));

    [Theory]
    [InlineData("what is the meaning of life and everything else")]
    [InlineData("reload all the firewalls immediately please")]
    public void What_resembles_nothing_gets_no_suggestion(string text) =>
        Assert.Equal(new Command.Unknown(text, null), CommandGrammar.Parse(text));

    [Theory]
    [InlineData("clear peer 203.0.113.9 now")]
    [InlineData("clear crypto ipsec sa peer 203.0.113.9")]
    [InlineData("clear")]
    [InlineData("clear ikev2 sa")]
    [InlineData("clear asp drop frame acl-drop")]
    [InlineData("clear everything")]
    public void A_clear_is_never_guessed(string text) => Assert.IsType<Command.Unknown>(CommandGrammar.Parse(text));

    [Theory]
    [InlineData("check", "check", TargetPart.Peer, null)]
    [InlineData("check tunnel", "check tunnel", TargetPart.Peer, null)]
    [InlineData("Check tunnel to peer", "check tunnel to peer", TargetPart.Peer, null)]
    [InlineData("check peer on hq-fw1", "check peer", TargetPart.Peer, "hq-fw1")]
    [InlineData("history", "history", TargetPart.Peer, null)]
    [InlineData("history peer", "history peer", TargetPart.Peer, null)]
    [InlineData("clear ike", "clear ike", TargetPart.Peer, null)]
    [InlineData("clear both", "clear both ends", TargetPart.Peer, null)]
    [InlineData("debug", "debug peer", TargetPart.Peer, null)]
    [InlineData("what is spi", "what is spi", TargetPart.Spi, null)]
    [InlineData("drops on", "drops", TargetPart.Gateway, null)]
    [InlineData("check 203.0.113.9 on", "check 203.0.113.9", TargetPart.Gateway, null)]
    [InlineData("clear peer on", "clear peer", TargetPart.Peer, null)]
    public void What_was_not_said_is_asked_for(string text, string words, TargetPart missing, string? gateway) =>
        Assert.Equal(new Command.Incomplete(words, missing, gateway), CommandGrammar.Parse(text));

    [Fact]
    public void The_commands_that_begin_so_are_named_where_none_is_near() =>
        Assert.Equal(
            [
                "clear inactive on GATEWAY",
                "clear peer X [on GATEWAY]",
                "clear ike X [on GATEWAY]",
                "clear both ends X [on GATEWAY]",
                "clear drops on GATEWAY",
            ],
            CommandGrammar.BeginningLike("clear everything")
        );

    [Theory]
    [InlineData("clear everything")]
    [InlineData("clear 203.0.113.9")]
    [InlineData("clear crypto ipsec sa peer 203.0.113.9")]
    [InlineData("debug everything")]
    public void What_changes_a_box_is_not_offered_with_words_that_nobody_said(string text) =>
        Assert.Equal(new Command.Unknown(text, Nearest: null), CommandGrammar.Parse(text));

    [Fact]
    public void Any_text_is_answered() =>
        Gen.String.Sample(text =>
        {
            if (CommandGrammar.Parse(text) is Command.Unknown { Nearest: { } nearest })
            {
                Assert.IsNotType<Command.Unknown>(CommandGrammar.Parse(nearest));
            }
        });

    [Fact]
    public void Edit_distance_is_a_distance() =>
        Gen.Select(Gen.String[Gen.Char["abc"], 0, 8], Gen.String[Gen.Char["abc"], 0, 8])
            .Sample(
                (a, b) =>
                {
                    var distance = EditDistance.Between(a, b);
                    Assert.Equal(distance, EditDistance.Between(b, a));
                    Assert.Equal(a == b, distance == 0);
                    Assert.InRange(distance, Math.Abs(a.Length - b.Length), Math.Max(a.Length, b.Length));
                }
            );
}
