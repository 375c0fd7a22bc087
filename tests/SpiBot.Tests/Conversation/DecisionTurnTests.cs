using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SpiBot.Channel.Activities;
using SpiBot.Channel.Connector;
using SpiBot.Channel.People;
using SpiBot.Channel.Turns;
using SpiBot.Conversation;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Threads;
using SpiBot.Tests.Gateways.Ssh;
using SpiBot.Tests.Operations;

namespace SpiBot.Tests.Conversation;

/// <summary>Buttons as they come in from Teams, on real grains: each wrong one gets a clear answer, is said in the thread, and nothing is typed.</summary>
public sealed class DecisionTurnTests : OperationsTests
{
    private const string Card = "1700000000001";

    private readonly FakeConnector connector = new();
    private readonly FakeDirectory directory = new();
    private readonly CollectedLog<DecisionTurn> log = new();

    [Theory]
    [InlineData("another channel", "19:other@thread.tacv2;messageid=1", null, Card, "another channel")]
    [InlineData("another thread", "19:incident@thread.tacv2;messageid=2", null, Card, "another thread")]
    [InlineData("another tenant", null, "00000000-0000-0000-0000-00000000000b", Card, "another tenant")]
    [InlineData("no tenant", null, "", Card, "another tenant")]
    [InlineData("an old card", null, null, "1600000000001", "newest card")]
    public async Task A_button_from_elsewhere_decides_nothing(
        string what,
        string? conversation,
        string? tenant,
        string card,
        string words
    )
    {
        await using var host = await Start();
        var view = await Posted(host);
        var elsewhere = new Venue(tenant ?? Shortcuts.Venue.Tenant, conversation ?? Shortcuts.Venue.Conversation);

        foreach (var verb in (string[])["approve", "deny"])
        {
            var answer = await Press(host, verb, Data(view)[..^1] + ",\"reason\":\"no\"}", elsewhere, card: card);
            Assert.True(answer.Contains(words, StringComparison.Ordinal), $"{what}, {verb}: {answer}");
            Assert.Contains(words, connector.Sent[^1]);
        }

        Assert.Equal(RemediationState.Proposed, (await host.Remediation(view.Plan.Id).View(Ct))!.State);
        Assert.Empty(Network.Berlin.Typed);
        // Where a crash left two cards, the older one loses its buttons; no other message is touched.
        var old = connector.Updated.SingleOrDefault();
        Assert.Equal(card == Card ? null : card, old.Key);
        Assert.DoesNotContain("Action.Execute", old.Value ?? "");
    }

    [Fact]
    public async Task The_right_button_on_the_right_card_is_taken()
    {
        await using var host = await Start();
        var view = await Posted(host);

        Assert.Contains("Approved", await Press(host, "approve", Data(view), Shortcuts.Venue));
        Assert.Empty(connector.Sent);
        await host.Reporter.Remediation(RemediationState.Sent);
        Assert.Single(Network.Berlin.Typed);
    }

    [Theory]
    [InlineData("approve", "approved", RemediationState.Sent)]
    [InlineData("deny", "denied", RemediationState.Denied)]
    public async Task The_same_press_twice_is_no_problem_and_happens_once(
        string verb,
        string kind,
        RemediationState becomes
    )
    {
        await using var host = await Start();
        var view = await Posted(host);
        var data = Data(view)[..^1] + ",\"reason\":\"not now\"}";
        await Press(host, verb, data, Shortcuts.Venue);
        await host.Reporter.Remediation(becomes);

        Assert.StartsWith(
            "That counts already",
            await Press(host, verb, data, Shortcuts.Venue),
            StringComparison.Ordinal
        );
        Assert.Empty(connector.Sent);
        await host.Reporter.Remediation(becomes);
        Assert.Single(await Journal(host, view), e => e.Entry.Kind == kind);

        const string other = "0a000000-0000-0000-0000-000000000003";
        Assert.Contains(
            becomes == RemediationState.Sent ? "It has been sent" : "Lead has denied it",
            await Press(host, verb, data, Shortcuts.Venue, other)
        );
        Assert.Single(connector.Sent);
    }

    [Fact]
    public async Task A_guest_decides_nothing()
    {
        await using var host = await Start();
        var view = await Posted(host);

        foreach (var verb in (string[])["approve", "deny"])
        {
            var answer = await Press(host, verb, Data(view), Shortcuts.Venue, entraId: null);
            Assert.Contains("no Entra object id", answer);
        }

        // A guest of the tenant has an object id, and is not on the list.
        const string stranger = "0a000000-0000-0000-0000-0000000000ff";
        Assert.Contains("Only leads", await Press(host, "approve", Data(view), Shortcuts.Venue, entraId: stranger));
        Assert.Contains($"{stranger} pressed approve of {view.Plan.Id} in {Shortcuts.Venue.Conversation}", log.Text);
        Assert.Empty(Network.Berlin.Typed);
    }

    [Theory]
    [InlineData("guest", null, null, "is a guest here")]
    [InlineData("user", "00000000-0000-0000-0000-00000000000b", null, "is a guest here")]
    [InlineData("user", null, "lea_contoso.com#EXT#@fabrikam.onmicrosoft.com", "is a guest here")]
    public async Task A_guest_who_is_on_the_list_decides_and_proposes_nothing(
        string role,
        string? tenant,
        string? signInName,
        string words
    )
    {
        await using var host = await Start();
        var view = await Posted(host);
        connector.Roster = id => new ConversationMember(id, "Lead", id, tenant, role, signInName);

        foreach (var verb in (string[])["approve", "deny", "break-glass"])
        {
            Assert.Contains(words, await Press(host, verb, Data(view), Shortcuts.Venue));
        }

        var offer = Offers.Of((await Diagnosed(host, "check-2")).Diagnosis)[0].Index;
        var data = $$"""{"check":"check-2","remedy":{{offer}}}""";
        Assert.Contains(words, await Press(host, "propose", data, Shortcuts.Venue));
        Assert.Single(await host.Services.GetRequiredService<IOpenRemediations>().Waiting(Ct));
        Assert.Equal(RemediationState.Proposed, (await host.Remediation(view.Plan.Id).View(Ct))!.State);
        Assert.Empty(Network.Berlin.Typed);
    }

    [Fact]
    public async Task Who_is_not_in_the_conversation_or_cannot_be_looked_up_decides_nothing()
    {
        await using var host = await Start();
        var view = await Posted(host);

        connector.Roster = _ => null;
        Assert.Contains("not among the members", await Press(host, "approve", Data(view), Shortcuts.Venue));
        connector.Roster = null;
        var unknown = await Press(host, "approve", Data(view), Shortcuts.Venue);
        Assert.Contains("Teams did not say whether Lead is a guest here", unknown);
        Assert.Contains("answered 503", unknown);
        Assert.Equal(RemediationState.Proposed, (await host.Remediation(view.Plan.Id).View(Ct))!.State);
        Assert.Empty(Network.Berlin.Typed);
    }

    [Fact]
    public async Task Somebody_in_a_group_that_may_approve_is_asked_for_anew_at_each_press()
    {
        var group = Guid.Parse("5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2caa");
        const string hal = "0a000000-0000-0000-0000-0000000000aa";
        Network.Roles =
        [
            new Role("everybody", ["*"], [Act.Read, Act.Propose]),
            new Role("night", [], [Act.Approve], Groups: [new EntraGroup(EntraGroupKind.Group, group)]),
        ];
        await using var host = await Start();
        var view = await Posted(host);

        var unknown = await Press(host, "approve", Data(view), Shortcuts.Venue, entraId: hal);
        Assert.Contains("Only leads can approve", unknown);
        Assert.Contains("does not let SpiBot see", unknown);
        directory.Groups[group] = [];
        Assert.EndsWith(
            "is not one of them.",
            await Press(host, "approve", Data(view), Shortcuts.Venue, entraId: hal),
            StringComparison.Ordinal
        );
        directory.Groups[group] = [Guid.Parse(hal)];
        Assert.Contains("Approved", await Press(host, "approve", Data(view), Shortcuts.Venue, entraId: hal));
        await host.Reporter.Remediation(RemediationState.Sent);
        Assert.Equal(3, directory.Asked);
    }

    [Theory]
    [InlineData("out of the group", "may not approve clear-peer on berlin-fw1 any more")]
    [InlineData("the directory is away", "is not known. Microsoft Graph does not let SpiBot see")]
    [InlineData("out of the conversation", "is not among the members of this conversation")]
    public async Task An_approval_of_somebody_who_may_not_any_more_does_not_count(string what, string words)
    {
        var group = Guid.Parse("5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2caa");
        const string hal = "0a000000-0000-0000-0000-0000000000aa";
        const string other = "0a000000-0000-0000-0000-000000000003";
        Network.Roles =
        [
            new Role("everybody", ["*"], [Act.Read, Act.Propose]),
            new Role("night", [], [Act.Approve], Groups: [new EntraGroup(EntraGroupKind.Group, group)]),
        ];
        await using var host = await Start("Remediations:Quorum:clear-peer=2");
        var view = await Posted(host);
        directory.Groups[group] = [Guid.Parse(hal)];
        Assert.Contains("1 of 2", await Press(host, "approve", Data(view), Shortcuts.Venue, entraId: hal));

        var everybody = connector.Roster!;
        switch (what)
        {
            case "out of the group":
                directory.Groups[group] = [];
                break;
            case "the directory is away":
                directory.Groups.Remove(group);
                break;
            default:
                connector.Roster = id => id == hal ? null : everybody(id);
                break;
        }

        var answer = await Press(host, "approve", Data(view), Shortcuts.Venue);
        Assert.StartsWith("Approved, 1 of 2", answer, StringComparison.Ordinal);
        Assert.Contains(words, answer);
        var waits = (await host.Remediation(view.Plan.Id).View(Ct))!;
        Assert.Equal((RemediationState.Proposed, 1), (waits.State, waits.Approvals!.Count));
        Assert.Equal(
            ["approved", "lapsed", "approved"],
            (await Journal(host, view)).Select(e => e.Entry.Kind).Where(kind => kind is "approved" or "lapsed")
        );

        await Press(host, "approve", Data(view), Shortcuts.Venue, other);
        await host.Reporter.Remediation(RemediationState.Sent);
        Assert.Single(Network.Berlin.Typed);
    }

    [Fact]
    public async Task A_denial_without_a_reason_is_answered_with_what_is_missing()
    {
        await using var host = await Start();
        var view = await Posted(host);
        Assert.Contains("needs a reason", await Press(host, "deny", Data(view), Shortcuts.Venue));
        Assert.Equal(RemediationState.Proposed, (await host.Remediation(view.Plan.Id).View(Ct))!.State);
    }

    [Theory]
    [InlineData("""{"remediation":"check-1-9","digest":"DIGEST"}""", "does not know this remediation")]
    [InlineData("""{"remediation":"ID","digest":"0000"}""", "another plan")]
    [InlineData("""{"remediation":"ID","digest":"DIGEST "}""", "another plan")]
    [InlineData("""{"remediation":"ID"}""", "not one of SpiBot's")]
    [InlineData("""{"remediation":["ID"],"digest":"DIGEST"}""", "not one of SpiBot's")]
    [InlineData("""{"remediation":"ID","digest":null}""", "not one of SpiBot's")]
    [InlineData("\"ID\"", "not one of SpiBot's")]
    [InlineData("[]", "not one of SpiBot's")]
    public async Task An_altered_button_decides_nothing(string data, string words)
    {
        await using var host = await Start();
        var view = await Posted(host);
        // Of the plan as it stands, so that only what was altered speaks against it.
        var altered = data.Replace("ID\"", view.Plan.Id + "\"", StringComparison.Ordinal)
            .Replace("DIGEST", view.Digest, StringComparison.Ordinal);

        Assert.Contains(words, await Press(host, "approve", altered, Shortcuts.Venue));
        Assert.Equal(RemediationState.Proposed, (await host.Remediation(view.Plan.Id).View(Ct))!.State);
        Assert.Empty(Network.Berlin.Typed);
    }

    [Fact]
    public async Task An_approval_after_the_expiry_is_refused_with_the_time()
    {
        await using var host = await Start();
        var view = await Posted(host);
        Clock.Advance(view.Plan.ExpiresAt - Clock.GetUtcNow());

        Assert.Contains("It expired at 12:15:30 UTC", await Press(host, "approve", Data(view), Shortcuts.Venue));
        Assert.Empty(Network.Berlin.Typed);
    }

    [Fact]
    public async Task What_is_written_beside_the_buttons_arrives()
    {
        await using var host = await Start("Remediations:BreakGlass=true", "Remediations:TicketPattern=INC[0-9]+");
        var view = await Posted(host);
        var data = Data(view)[..^1];

        Assert.Contains("needs the number", await Press(host, "approve", data + "}", Shortcuts.Venue));
        Assert.Contains(
            "needs a reason",
            await Press(
                host,
                "break-glass",
                data + ",\"ticket\":\"INC1\",\"reason\":\"the other field\"}",
                Shortcuts.Venue
            )
        );
        Assert.Contains(
            "Approved",
            await Press(
                host,
                "break-glass",
                data + ",\"ticket\":\"INC1\",\"breakGlassReason\":\"alone\"}",
                Shortcuts.Venue
            )
        );
        var sent = await host.Reporter.Remediation(RemediationState.Sent);
        Assert.Equal(("INC1", "alone"), (sent.View.Ticket, sent.View.BrokeGlass));
    }

    [Fact]
    public async Task A_denial_carries_its_reason()
    {
        await using var host = await Start();
        var view = await Posted(host);
        var data = Data(view)[..^1] + ",\"reason\":\" call them first \"}";
        Assert.Equal("Denied.", await Press(host, "deny", data, Shortcuts.Venue));
        Assert.Equal("call them first", (await host.Reporter.Remediation(RemediationState.Denied)).View.Note);
    }

    [Fact]
    public async Task A_proposal_is_made_only_where_the_check_was()
    {
        await using var host = await Start();
        var diagnosed = await Diagnosed(host);
        var offer = Offers.Of(diagnosed.Diagnosis)[0].Index;
        var data = $$"""{"check":"check-1","remedy":{{offer}}}""";

        var elsewhere = Shortcuts.Venue with { Conversation = "19:other@thread.tacv2;messageid=1" };
        Assert.Contains("another channel", await Press(host, "propose", data, elsewhere));
        Assert.Empty(await host.Services.GetRequiredService<IOpenRemediations>().Waiting(Ct));
        Assert.Contains("Proposed", await Press(host, "propose", data, Shortcuts.Venue));
    }

    /// <summary>A proposal whose card was posted as <see cref="Card"/>.</summary>
    private async Task<RemediationView> Posted(OperationsHost host)
    {
        var proposed = await Proposed(host);
        var memory = host.Services.GetRequiredService<IThreadMemory>();
        await memory.RememberMessage(proposed.Exchange, Card, Ct);
        return proposed.View;
    }

    private static Task<IReadOnlyList<JournaledEntry>> Journal(OperationsHost host, RemediationView of) =>
        host.Services.GetRequiredService<IJournal>().Read(of.Plan.Id, Ct);

    private static string Data(RemediationView view) =>
        $$"""{"remediation":"{{view.Plan.Id}}","digest":"{{view.Digest}}"}""";

    /// <returns>What the presser is told.</returns>
    private async Task<string> Press(
        OperationsHost host,
        string verb,
        string data,
        Venue venue,
        string? entraId = "0a000000-0000-0000-0000-000000000002",
        string card = Card
    )
    {
        var turns = new DecisionTurn(
            host.Grains,
            new Answers(connector, NSubstitute.Substitute.For<IUnsentMessages>(), NullLogger<Answers>.Instance),
            new UnsignedTurns(new GatewayInventory([], [])),
            People.Standings(host.Services.GetRequiredService<GatewayInventory>(), connector, directory),
            log
        );
        var activity = new Activity
        {
            Type = "invoke",
            ReplyToId = card,
            From = new ChannelAccount
            {
                Id = "29:x",
                Name = "Lead",
                AadObjectId = entraId,
            },
        };
        var destination = new Destination("https://service", venue.Conversation, "28:bot", venue.Tenant, null);
        using var json = JsonDocument.Parse(data);
        var answer = await turns.Run(
            new Turn(activity, Signed: true, "", destination),
            new CardAction(verb, json.RootElement, Automatic: false),
            Ct
        );
        return answer switch
        {
            CardActionAnswer.Message message => message.Text,
            CardActionAnswer.Error error => error.Text,
            _ => "a card",
        };
    }
}
