using SpiBot.Cards;
using SpiBot.Channel.Connector;
using SpiBot.Channel.People;
using SpiBot.Conversation;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Threads;
using SpiBot.Tests.Gateways.Changes;

namespace SpiBot.Tests.Conversation;

/// <summary>Whom a message calls, under which name, and what it says when that cannot be found out.</summary>
public sealed class MentionsTests
{
    private const string Tenant = "72f988bf-0000-0000-0000-000000000000";
    private static readonly Destination Thread = new(
        "https://s",
        "19:incident@thread.tacv2;messageid=1",
        "28:bot",
        Tenant,
        null
    );
    private static readonly EntraGroup Night = new(
        EntraGroupKind.Group,
        Guid.Parse("5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2caa")
    );

    private readonly FakeConnector connector = new();
    private readonly FakeDirectory directory = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public MentionsTests() =>
        connector.Everybody = [
            Member("29:lea", "Lea <b>*Lead*</b>", Id(1)),
            Member("29:hal", "Hal", Id(2)),
            Member("29:gus", "Gus", Id(3), role: "guest"),
            Member("29:pia", "Pia", Id(4)),
        ];

    [Fact]
    public async Task Those_who_may_and_are_there_are_called_by_their_names_there()
    {
        directory.Groups[Night.Id] = [Guid.Parse(Id(2)), Guid.Parse(Id(3)), Guid.Parse(Id(4)), Guid.Parse(Id(9))];
        var called = await Called(new Approvers([Id(1).ToUpperInvariant()], [Night]), new Person(Id(4), "Pia"));

        Assert.Equal([new Mention("29:lea", "Lea  b  Lead   b"), new Mention("29:hal", "Hal")], called.People);
        Assert.Empty(called.NotKnown);
    }

    [Fact]
    public async Task A_group_that_cannot_be_asked_is_said_and_the_others_are_called()
    {
        var called = await Called(new Approvers([Id(2)], [Night]));

        Assert.Equal("Hal", Assert.Single(called.People).Name);
        Assert.Contains("does not let SpiBot see", Assert.Single(called.NotKnown));
        Assert.Contains("Perhaps not everybody was asked.", AskCard.Of(Report(1), called).ToJsonString());
    }

    [Fact]
    public async Task Without_the_channels_names_their_object_ids_are_called()
    {
        connector.Roster = null;
        var called = await Called(new Approvers([Id(2), Id(1)], []));

        Assert.Equal([new Mention(Id(1), "approver 1"), new Mention(Id(2), "approver 2")], called.People);
        Assert.Contains("503", Assert.Single(called.NotKnown));
    }

    [Fact]
    public async Task No_more_are_called_than_read_a_message_that_is_for_them()
    {
        connector.Everybody = [.. Enumerable.Range(1, 30).Select(i => Member($"29:{i}", $"Person {i}", Id(i)))];
        var called = await Called(new Approvers([.. Enumerable.Range(1, 30).Select(Id)], []));
        Assert.Equal((20, 10), (called.People.Count, called.More));
        Assert.Contains(
            "(and 10 more)",
            AskCard.Of(Report(1), called).ToJsonString().Replace("\\", "", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_card_calls_in_the_form_that_Teams_knows()
    {
        var card = AskCard.Of(Report(2), await Called(new Approvers([Id(1), Id(2)], [])));

        var entities = card["msteams"]!["entities"]!.AsArray();
        var words = (string)card["body"]![0]!["text"]!;
        Assert.All(
            entities,
            entity =>
            {
                Assert.Equal("mention", (string?)entity!["type"]);
                Assert.Equal($"<at>{entity["mentioned"]!["name"]}</at>", (string?)entity["text"]);
                Assert.Contains((string)entity["text"]!, words);
            }
        );
        Assert.Equal(["29:lea", "29:hal"], entities.Select(entity => (string?)entity!["mentioned"]!["id"]));
        Assert.Contains("nobody has decided it yet", card.ToJsonString());
        Assert.Equal("full", (string?)card["msteams"]!["width"]);
    }

    [Fact]
    public void Nobody_there_is_said_too()
    {
        var card = AskCard.Of(Report(1), Mentioned.Nobody);
        Assert.Contains("Nobody who may approve this is in this conversation", card.ToJsonString());
        Assert.Null(card["msteams"]!["entities"]);
    }

    private async Task<Mentioned> Called(Approvers whom, params IReadOnlyList<Person> without) =>
        await new Mentions(
            new GroupMembers(directory, TimeProvider.System),
            new Rosters(connector, TimeProvider.System)
        ).Of(Thread, whom, without, Ct);

    private static ApproversAsked Report(int turn)
    {
        var plan = Plans.ClearPeer();
        var view = new RemediationView(
            plan,
            PlanDigest.Of(plan),
            RemediationState.Proposed,
            null,
            null,
            null,
            null,
            null,
            null
        );
        return new ApproversAsked("x", view, turn, new Approvers([], []));
    }

    private static ConversationMember Member(string id, string name, string entraId, string role = "user") =>
        new(id, name, entraId, Tenant, role, null);

    private static string Id(int number) => $"0a000000-0000-0000-0000-{number:d12}";
}
