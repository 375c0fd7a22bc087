using Microsoft.Extensions.DependencyInjection;
using SpiBot.Channel.Activities;
using SpiBot.Channel.Connector;
using SpiBot.Channel.Turns;
using SpiBot.Conversation;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;
using SpiBot.Tests.Operations;
using static SpiBot.Tests.Conversation.Spoken;

namespace SpiBot.Tests.Conversation;

/// <summary>What somebody may ask for, by the roles of the inventory: refused at once, before any gateway is asked.</summary>
public sealed class CommandTurnTests : OperationsTests
{
    private static readonly Person Reader = new("0a000000-0000-0000-0000-000000000021", "Rea Reader");
    private static readonly Person HqReader = new("0a000000-0000-0000-0000-000000000022", "Hal Hq");

    public CommandTurnTests() =>
        Network.Roles = [
            new Role("readers", [Reader.EntraId], [Act.Read]),
            new Role("hq", [HqReader.EntraId], [Act.Read, Act.Propose], Gateways: ["hq-fw1"]),
            new Role("on call", [OperationsHost.OnCall.EntraId], [Act.Read, Act.Propose]),
        ];

    [Theory]
    [InlineData("reader", "clear peer 203.0.113.9 on hq-fw1", "may not propose clear-peer on hq-fw1")]
    [InlineData("reader", "clear ike 203.0.113.9 on hq-fw1", "may not propose clear-ike on hq-fw1")]
    [InlineData("reader", "clear drops on hq-fw1", "may not propose clear-drops on hq-fw1")]
    [InlineData("hq", "drops on berlin-fw1", "may not read berlin-fw1")]
    // The other end would be read too.
    [InlineData("hq", "check 203.0.113.9 on hq-fw1", "may not read berlin-fw1")]
    [InlineData("stranger", "drops on hq-fw1", "may not read any gateway: no role in the inventory allows it.")]
    // Nor what the inventory holds.
    [InlineData("stranger", "check nowhere", "may not read any gateway")]
    [InlineData("stranger", "approvals", "may not read any gateway")]
    [InlineData("guest", "drops on hq-fw1", "Somebody without an Entra object id may not read any gateway")]
    public async Task WhatNoRoleAllowsIsRefusedAtOnce(string who, string text, string words)
    {
        await using var host = await Start();
        var said = await Say(host, Who(who), text);
        Assert.Contains(words, said);
        Assert.Equal((0, 0), (Network.Hq.Opened, Network.Berlin.Opened));
    }

    [Theory]
    [InlineData("personal")]
    [InlineData("groupChat")]
    [InlineData(null)]
    public async Task Without_roles_nobody_but_a_lead_reads_outside_of_a_team(string? kind)
    {
        Network.Roles = null;
        await using var host = await Start();
        foreach (
            var text in (string[])
                [
                    "check 203.0.113.9 on hq-fw1",
                    "trace berlin",
                    "drops on",
                    "what is spi 0x10000002?",
                    "watches",
                    "check",
                ]
        )
        {
            var said = await Say(host, OperationsHost.OnCall, text, kind: kind!);
            Assert.Contains("outside of a team\\u0027s channel only leads may", said);
            Assert.DoesNotContain("berlin", said);
        }

        Assert.Equal((0, 0), (Network.Hq.Opened, Network.Berlin.Opened));
        Assert.Contains(
            "SpiBot looks after IPsec tunnels",
            await Say(host, OperationsHost.OnCall, "help", kind: kind!)
        );
        Assert.Null(await Say(host, OperationsHost.Lead, "drops on hq-fw1", kind: kind!));
        await host.Reporter.Next<DropsRead>();
        Assert.Null(await Say(host, OperationsHost.OnCall, "drops on berlin-fw1"));
        await host.Reporter.Next<DropsRead>();
    }

    [Fact]
    public async Task Somebody_without_an_object_id_reads_in_a_team_and_proposes_nothing()
    {
        Network.Roles = null;
        await using var host = await Start();
        Assert.Contains(
            "guests and anonymous people cannot propose",
            await Say(host, by: null, "clear drops on hq-fw1")
        );
        Assert.Contains("Nothing waits", await Say(host, by: null, "approvals"));
    }

    [Fact]
    public async Task What_a_role_allows_is_done()
    {
        await using var host = await Start();
        Assert.Null(await Say(host, HqReader, "drops on hq-fw1"));
        await host.Reporter.Next<DropsRead>();
        Assert.Null(await Say(host, OperationsHost.OnCall, "clear peer hq on berlin-fw1"));
        var proposed = await host.Reporter.Remediation(RemediationState.Proposed);
        Assert.Equal(Shortcuts.Venue, proposed.View.Plan.Venue);
    }

    [Theory]
    [InlineData(
        "clear ike on hq-fw1",
        @"Which peer?",
        @"\u0022clear ike X on hq-fw1\u0022",
        "clear ike berlin on hq-fw1"
    )]
    [InlineData("history", "Which peer?", @"\u0022history X\u0022", "history berlin")]
    [InlineData("drops on", "On which gateway?", "or press one", "drops on berlin-fw1")]
    [InlineData("what is spi", "Which SPI?", "what is spi 0x", "")]
    [InlineData("clear everything", "Not understood", "clear both ends X [on GATEWAY]", "")]
    [InlineData("is the tunnel to berlin up?", "Not understood", "Did you mean this?", "check berlin")]
    [InlineData("203.0.113.9", "Not understood", "Did you mean this?", "check 203.0.113.9")]
    [InlineData("is acme or berlin down", "Not understood", "Did you mean one of these?", "check acme")]
    [InlineData("thanks", "Not understood", "for what SpiBot understands", "help")]
    public async Task WhatWasNotSaidIsAskedFor(string text, string problem, string how, string button)
    {
        await using var host = await Start();

        var said = await Say(host, OperationsHost.OnCall, text);

        Assert.All([problem, how, button], words => Assert.Contains(words, said, StringComparison.Ordinal));
        Assert.Equal((0, 0), (Network.Hq.Opened, Network.Berlin.Opened));
    }

    [Theory]
    // The nearest is one that is not theirs.
    [InlineData("drops on berlin-fw2", @"There is no gateway \u0022berlin-fw2\u0022", "drops on hq-fw1")]
    [InlineData("check hq", @"No gateway that you may read knows \u0022hq\u0022 as a peer", "")]
    [InlineData("check 203.0.113.8", "There may be gateways that you may not read", "check tunnel to peer 203.0.113.9")]
    [InlineData("check 203.0.113.8", @"say \u0022on hq-fw1\u0022", "")]
    [InlineData("clear peer 198.51.100.2", "hq-fw1 has no peer 198.51.100.2 in the inventory", "")]
    [InlineData("check 198.51.100.1", "198.51.100.1 is hq-fw1 itself", "check tunnel to peer 192.0.2.77")]
    [InlineData("history", "Which peer?", "history acme")]
    [InlineData("history on berlin-fw1", "Which peer?", "")]
    public async Task Only_what_the_asker_may_read_is_offered_in_an_answer_that_asks_back(
        string text,
        string problem,
        string button
    )
    {
        await using var host = await Start();

        var said = await Say(host, HqReader, text);

        Assert.Contains(problem, said, StringComparison.Ordinal);
        Assert.Contains(button, said, StringComparison.Ordinal);
        foreach (var notTheirs in (string[])["on berlin-fw1\"", "198.51.100.1\"", "history hq"])
        {
            Assert.DoesNotContain(notTheirs, said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_may_read_one_gateway_need_not_name_it_for_a_peer_that_it_may_not_have()
    {
        await using var host = await Start();

        Assert.Null(await Say(host, HqReader, "compare 2001:db8:ffff::77"));

        var order = (await host.Reporter.Next<TunnelDiagnosed>()).Order;
        Assert.Equal(("hq-fw1", "2001:db8:ffff::77"), (order.Gateway, $"{order.Peer}"));
    }

    /// <summary>What the inventory holds is not told to those who may not propose there.</summary>
    [Theory]
    [InlineData("reader", "clear peer 203.0.113.77 on hq-fw1", "may not propose clear-peer on hq-fw1")]
    [InlineData("hq", "clear ike 203.0.113.77 on berlin-fw1", "may not propose clear-ike on berlin-fw1")]
    [InlineData("hq", "clear peer 203.0.113.77 on hq-fw1", "hq-fw1 has no peer 203.0.113.77 in the inventory")]
    public async Task Whether_somebody_may_is_said_before_whether_there_is_such_a_peer(
        string who,
        string text,
        string words
    )
    {
        await using var host = await Start();
        var said = await Say(host, Who(who), text);
        Assert.Contains(words, said);
        Assert.Equal(
            words.Contains("has no peer", StringComparison.Ordinal),
            said!.Contains("has no peer", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Who_may_read_one_gateway_means_that_whatever_was_spoken_of_before()
    {
        await using var host = await Start();
        Assert.Null(await Say(host, OperationsHost.OnCall, "drops on berlin-fw1"));
        Assert.Equal("berlin-fw1", (await host.Reporter.Next<DropsRead>()).Order.Gateway);

        Assert.Null(await Say(host, HqReader, "drops"));
        Assert.Equal(
            "hq-fw1",
            (await host.Reporter.Next<DropsRead>(read => read.Order.Gateway == "hq-fw1")).Order.Gateway
        );
    }

    [Fact]
    public async Task The_past_is_told_to_those_who_may_read_it()
    {
        await using var host = await Start();
        Assert.Contains("Nothing is remembered of hq-fw1", await Say(host, Reader, "history peer berlin on hq-fw1"));
        Assert.Contains("No tunnel that SpiBot remembers", await Say(host, Reader, "what is SPI 0x10000002?"));
        Assert.Contains("has 16 digits", await Say(host, Reader, "what is SPI 0x48a0d49e589d838c"));
        host.Reporter.Thread = OperationsHost.Thread;
        await host.Check("c", CheckKind.Compare, peer: FakeNetwork.BerlinAddress);
        await host.Reporter.Next<TunnelDiagnosed>();

        Assert.Contains("it had SAs at the first look", await Say(host, HqReader, "history 203.0.113.9"));
        Assert.Contains("may not read", await Say(host, HqReader, "history hq on berlin-fw1"));
        var inBerlin = await Say(host, Reader, "what is spi 0x02000020");
        Assert.Contains("the other way round", await Say(host, Reader, "0x02000010"));
        Assert.Contains("hq-fw1 accepts it from 203.0.113.9", await Say(host, Reader, "what is SPI 268435458"));
        Assert.DoesNotContain("berlin-fw1 accepts", inBerlin);
        Assert.DoesNotContain("berlin-fw1", await Say(host, HqReader, "what is 0x20000001?"));
        Assert.Contains("berlin-fw1 accepts it from 198.51.100.1", await Say(host, Reader, "spi 20000001"));
    }

    [Fact]
    public async Task Another_gateway_with_the_same_peer_is_looked_at_only_for_those_who_may_read_it()
    {
        var berlin = FakeNetwork.BerlinEntry with { Peers = FakeNetwork.HqEntry.Peers };
        var inventory = new GatewayInventory([FakeNetwork.HqEntry, berlin], [], Network.Roles);
        await using var host = await OperationsHost.Start(
            new StorageOptions { Database = DatabaseFile },
            Clock,
            Network,
            alter: services => services.AddSingleton(inventory)
        );
        Assert.Null(await Say(host, HqReader, "check acme on hq-fw1"));
        await host.Reporter.Next<TunnelSeenOnce>();
        Clock.Advance(TimeSpan.FromSeconds(30));
        await host.Reporter.Next<TunnelDiagnosed>();
        Assert.Equal((1, 0), (Network.Hq.Opened, Network.Berlin.Opened));

        Assert.Null(await Say(host, Reader, "check acme on hq-fw1"));
        await Eventually.Holds(() => Network.Berlin.Opened == 1);
    }

    [Fact]
    public async Task What_waits_is_told_to_those_who_may_read_it()
    {
        await using var host = await Start();
        await Say(host, OperationsHost.OnCall, "clear peer hq on berlin-fw1");
        await host.Reporter.Remediation(RemediationState.Proposed);

        Assert.Contains("1 plan waits", await Say(host, Reader, "approvals"));
        Assert.Contains("Nothing waits", await Say(host, HqReader, "approvals"));
    }

    [Fact]
    public async Task The_press_of_a_proposal_asks_the_same_roles()
    {
        await using var host = await Start();
        var diagnosed = await Diagnosed(host);
        var clear = Offers.Of(diagnosed.Diagnosis).First(o => o.Remedy.Gateway == "berlin-fw1").Index;
        var outcome = await host.Grains.GetGrain<ICheckGrain>("check-1").Propose(clear, HqReader, Ct);
        Assert.Equal(
            "Hal Hq may not propose clear-peer on berlin-fw1: no role in the inventory allows it.",
            outcome.Refusal
        );
        Assert.Empty(await host.Services.GetRequiredService<IOpenRemediations>().Waiting(Ct));
    }

    /// <summary>SpiBot died between beginning the check and saying that it took the command: the channel delivers it again.</summary>
    [Fact]
    public async Task A_command_that_is_delivered_again_is_the_check_that_was_begun()
    {
        await using var host = await Start();
        Assert.Null(await Say(host, OperationsHost.OnCall, "clear peer hq on berlin-fw1", activity: "a1"));
        var plan = (await host.Reporter.Remediation(RemediationState.Proposed)).View.Plan;
        Assert.Null(await Say(host, OperationsHost.OnCall, "clear peer hq on berlin-fw1", activity: "a1"));
        Assert.Null(await Say(host, OperationsHost.OnCall, "clear peer hq on berlin-fw1", activity: "a2"));
        var other = (await host.Reporter.Remediation(RemediationState.Proposed)).View.Plan;

        Assert.NotEqual(plan.Id, other.Id);
        Assert.Equal(2, (await host.Services.GetRequiredService<IOpenRemediations>().Waiting(Ct)).Count);
    }

    [Fact]
    public void The_id_of_a_check_follows_from_tenant_conversation_and_activity()
    {
        string[] ids =
        [
            CheckIds.Of(Turn("t", "c", "a")),
            CheckIds.Of(Turn("u", "c", "a")),
            CheckIds.Of(Turn("t", "d", "a")),
            CheckIds.Of(Turn("t", "c", "b")),
            CheckIds.Of(Turn("t", "ca", "")),
            CheckIds.Of(Turn("t", "ca", "")),
        ];
        Assert.Equal(ids[0], CheckIds.Of(Turn("t", "c", "a")));
        Assert.Distinct(ids);

        static Turn Turn(string tenant, string conversation, string activity) =>
            new(
                new Activity { Type = "message", Id = activity },
                Signed: true,
                "",
                new Destination("https://service", conversation, "28:bot", tenant, null)
            );
    }

    private static Person? Who(string name) =>
        name switch
        {
            "reader" => Reader,
            "hq" => HqReader,
            "stranger" => new Person("0a000000-0000-0000-0000-0000000000ff", "Stan Stranger"),
            _ => null,
        };
}
