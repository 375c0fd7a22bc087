using Microsoft.Extensions.DependencyInjection;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Operations;

/// <summary>What the settings ask of an approval.</summary>
public sealed class PolicyTests : OperationsTests
{
    [Fact]
    public async Task A_quorum_of_two_wants_two_different_leads()
    {
        await using var host = await Start("Remediations:Quorum:clear-peer=2");
        var proposed = await Proposed(host);
        var (grain, digest) = (host.Remediation(proposed.View.Plan.Id), proposed.View.Digest);

        var first = await grain.Approve(digest, OperationsHost.Lead, Ct);
        Assert.True(first.Accepted, first.Refusal);
        Assert.Equal(
            (RemediationState.Proposed, 1, 2),
            (first.View!.State, first.View.Approvals!.Count, first.View.Plan.ApprovalsNeeded)
        );
        var half = await host.Reporter.Remediation(RemediationState.Proposed);
        Assert.Equal("Lead", Assert.Single(half.View.Approvals!).By.Name);
        // Teams delivers a press twice, and people press twice: the first time counts, and nobody hears that it did not.
        var again = await grain.Approve(digest, OperationsHost.Lead, Ct);
        Assert.Equal((true, true, 1), (again.Accepted, again.IsRepeated, again.View!.Approvals!.Count));
        Assert.Empty(Network.Berlin.Typed);

        Assert.True((await grain.Approve(digest, OperationsHost.OtherLead, Ct)).Accepted);
        await host.Reporter.Remediation(RemediationState.Sent);
        Assert.Single(Network.Berlin.Typed);
    }

    [Fact]
    public async Task A_denial_between_two_approvals_ends_it()
    {
        await using var host = await Start("Remediations:Quorum:clear-peer=2");
        var proposed = await Proposed(host);
        var (grain, digest) = (host.Remediation(proposed.View.Plan.Id), proposed.View.Digest);

        Assert.True((await grain.Approve(digest, OperationsHost.Lead, Ct)).Accepted);
        Assert.True((await grain.Deny(digest, OperationsHost.OnCall, "it came back by itself", Ct)).Accepted);
        Assert.Contains("denied", (await grain.Approve(digest, OperationsHost.OtherLead, Ct)).Refusal);
        Assert.Empty(Network.Berlin.Typed);
    }

    [Fact]
    public async Task Half_a_quorum_outlives_a_restart()
    {
        RemediationView view;
        await using (var before = await Start("Remediations:Quorum:clear-peer=2"))
        {
            view = (await Proposed(before)).View;
            await before.Remediation(view.Plan.Id).Approve(view.Digest, OperationsHost.Lead, Ct);
        }

        // What was asked of the plan holds, whatever the settings say now.
        await using var host = await Start("Remediations:Quorum:clear-peer=1");
        var grain = host.Remediation(view.Plan.Id);
        Assert.True((await grain.Approve(view.Digest, OperationsHost.Lead, Ct)).IsRepeated);
        Assert.True((await grain.Approve(view.Digest, OperationsHost.OtherLead, Ct)).Accepted);
        await host.Reporter.Remediation(RemediationState.Sent);
    }

    [Fact]
    public async Task An_approval_that_does_not_count_any_more_outlives_a_restart_as_such()
    {
        RemediationView view;
        await using (var before = await Start("Remediations:Quorum:clear-peer=2"))
        {
            view = (await Proposed(before)).View;
            await before.Remediation(view.Plan.Id).Approve(view.Digest, OperationsHost.Lead, Ct);
        }

        Network.Leads = [OperationsHost.OtherLead.EntraId];
        await using (var without = await Start())
        {
            var second = await without.Remediation(view.Plan.Id).Approve(view.Digest, OperationsHost.OtherLead, Ct);
            Assert.Equal((true, RemediationState.Proposed), (second.Accepted, second.View!.State));
        }

        await using var host = await Start();
        var now = (await host.Remediation(view.Plan.Id).View(Ct))!;
        Assert.Equal("Another lead", Assert.Single(now.Approvals!).By.Name);
        Assert.Equal("Lead", Assert.Single(now.Lapsed!).Approval.By.Name);
        Assert.Empty(Network.Berlin.Typed);
    }

    [Fact]
    public async Task A_quorum_that_nobody_can_reach_is_refused_at_once()
    {
        await using var host = await Start("Remediations:Quorum:clear-peer=3");
        await host.Check(
            "check-1",
            SpiBot.Operations.Checks.CheckKind.ProposeClearPeer,
            peer: FakeNetwork.BerlinAddress
        );
        var nothing = await host.Reporter.Next<SpiBot.Operations.Threads.NothingToPropose>();
        Assert.Contains("needs 3 approvals, and the inventory names 2", nothing.Because);
    }

    [Theory]
    [InlineData(false, "needs 2 approvals, and the inventory names 1 who may approve it beside Lead, who proposes it")]
    [InlineData(true, null)]
    public async Task Whoever_proposes_does_not_count_unless_one_alone_may_approve(bool glass, string? refusal)
    {
        await using var host = await Start("Remediations:Quorum:clear-peer=2", $"Remediations:BreakGlass={glass}");
        var diagnosed = await Diagnosed(host);
        // Nobody knows yet who will press.
        Assert.Empty(diagnosed.Refusals);
        var clear = Offers.Of(diagnosed.Diagnosis).First(o => o.Remedy.Kind == RemedyKind.ClearPeer).Index;
        var outcome = await host.Grains.GetGrain<ICheckGrain>("check-1").Propose(clear, OperationsHost.Lead, Ct);
        Assert.Equal(refusal is null, outcome.Refusal is null);
        Assert.Contains(refusal ?? "", outcome.Refusal ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_so_many_can_never_approve_is_not_offered_and_the_card_says_why()
    {
        await using var host = await Start("Remediations:Quorum:clear-peer=3");
        var diagnosed = await Diagnosed(host);
        var clears = Offers.Of(diagnosed.Diagnosis).Where(o => o.Remedy.Kind == RemedyKind.ClearPeer).ToList();
        Assert.NotEmpty(clears);
        Assert.All(clears, o => Assert.Contains("needs 3 approvals", diagnosed.Refusals[o.Index]));
        Assert.DoesNotContain(
            Offers.BestFirst(diagnosed.Diagnosis, diagnosed.Refusals),
            o => o.Remedy.Kind == RemedyKind.ClearPeer
        );
        var card = SpiBot.Cards.ReportCards.For(diagnosed).Card.ToJsonString();
        Assert.Contains("Not offered:", card);
        Assert.DoesNotContain("Propose the clear", card);
    }

    [Fact]
    public async Task A_ticket_that_is_demanded_is_asked_for_and_kept()
    {
        await using var host = await Start(@"Remediations:TicketPattern=INC\d{4}", "Remediations:Quorum:clear-peer=2");
        var view = (await Proposed(host)).View;
        var grain = host.Remediation(view.Plan.Id);
        Assert.Equal(@"INC\d{4}", view.Asks!.TicketPattern);

        Assert.Contains("needs the number of a ticket", (await Press(null)).Refusal);
        Assert.Contains("needs the number of a ticket", (await Press("  ")).Refusal);
        Assert.Contains("has to look like INC", (await Press("INC12345")).Refusal);
        Assert.Contains("has to look like INC", (await Press("see INC1234")).Refusal);
        var first = await Press(" INC1234 ");
        Assert.True(first.Accepted, first.Refusal);
        Assert.Equal(("INC1234", null), (first.View!.Ticket, first.View.Asks!.TicketPattern));

        // The second lead need not repeat it.
        Assert.True((await grain.Approve(view.Digest, OperationsHost.OtherLead, Ct)).Accepted);
        Assert.Equal("INC1234", (await host.Reporter.Remediation(RemediationState.Sent)).View.Ticket);
        var journal = host.Services.GetRequiredService<IJournal>();
        Assert.Contains((await journal.Read(view.Plan.Id, Ct)), e => e.Entry.Json.Contains("\"ticket\":\"INC1234\""));

        Task<DecisionOutcome> Press(string? ticket) =>
            grain.Approve(new Press(OperationsHost.Lead, view.Digest, Shortcuts.Venue, Ticket: ticket), Ct);
    }

    [Fact]
    public async Task Without_the_setting_no_ticket_is_kept()
    {
        await using var host = await Start();
        var view = (await Proposed(host)).View;
        var press = new Press(OperationsHost.Lead, view.Digest, Shortcuts.Venue, Ticket: "made up");
        Assert.Null((await host.Remediation(view.Plan.Id).Approve(press, Ct)).View!.Ticket);
    }

    [Fact]
    public async Task Breaking_the_glass_is_off_unless_it_was_switched_on()
    {
        await using var host = await Start();
        var view = (await Proposed(host)).View;
        Assert.False(view.Asks!.BreakGlass);
        var outcome = await host.Remediation(view.Plan.Id).Approve(Alone(view, OperationsHost.Lead), Ct);
        Assert.Contains("switched off", outcome.Refusal);
        Assert.Empty(Network.Berlin.Typed);
    }

    [Fact]
    public async Task A_lead_alone_breaks_the_glass_and_everybody_hears_it()
    {
        await using var host = await Start("Remediations:BreakGlass=true", "Remediations:Quorum:clear-peer=2");
        var view = (await Proposed(host, by: OperationsHost.Lead)).View;
        var grain = host.Remediation(view.Plan.Id);

        Assert.Contains("cannot approve", (await grain.Approve(view.Digest, OperationsHost.Lead, Ct)).Refusal);
        Assert.Contains("needs a reason", (await grain.Approve(Alone(view, OperationsHost.Lead, " "), Ct)).Refusal);
        Assert.Contains("Only leads", (await grain.Approve(Alone(view, OperationsHost.OnCall), Ct)).Refusal);
        Assert.True((await grain.Approve(Alone(view, OperationsHost.Lead), Ct)).Accepted);

        var shouted = await host.Reporter.Next<GlassBroken>();
        Assert.NotEqual("remediation/" + view.Plan.Id, shouted.Exchange);
        Assert.Equal("nobody answers the phone", shouted.View.BrokeGlass);
        await host.Reporter.Remediation(RemediationState.Sent);
        Assert.Single(Network.Berlin.Typed);
        var warning = Assert.Single(host.Warnings, w => w.Contains("approved", StringComparison.Ordinal));
        Assert.Contains("Lead (0a000000-0000-0000-0000-000000000002) approved check-1-", warning);
        Assert.Contains("nobody answers the phone", warning);
        var journal = await host.Services.GetRequiredService<IJournal>().Read(view.Plan.Id, Ct);
        Assert.Contains(journal, e => e.Entry.Json.Contains("\"brokeGlass\":\"nobody answers the phone\""));
    }

    /// <summary>With a warm session the line may be typed before the channel has taken the message.</summary>
    [Fact]
    public async Task That_somebody_approved_alone_is_heard_also_after_a_crash()
    {
        string[] settings = ["Remediations:BreakGlass=true", "Remediations:Quorum:clear-peer=2"];
        await using (var before = await Start(settings))
        {
            var view = (await Proposed(before)).View;
            await Abandon(before, view.Plan, Alone(view, OperationsHost.Lead), Claim);
        }

        await using var host = await Start(settings);

        Assert.Equal("nobody answers the phone", (await host.Reporter.Next<GlassBroken>()).View.BrokeGlass);
    }

    private static Press Alone(RemediationView view, Person by, string reason = "nobody answers the phone") =>
        new(by, view.Digest, Shortcuts.Venue, Reason: reason, BreakGlass: true);

    [Theory]
    [InlineData("INC(", "Remediations:TicketPattern: is not a regular expression that can be used here: ")]
    [InlineData("(?=x)x", "Remediations:TicketPattern: is not a regular expression that can be used here: ")]
    [InlineData(".*", "Remediations:TicketPattern: matches the empty text")]
    public void A_wrong_pattern_is_named(string pattern, string problem) =>
        Assert.StartsWith(
            problem,
            Assert.Single(new RemediationOptions { TicketPattern = pattern }.Problems()),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("clear-peer", 0, "Remediations:Quorum:clear-peer: 0 is not a number of people (1-9)")]
    [InlineData("clear-all", 2, "Remediations:Quorum:clear-all: is no kind of change (")]
    public void A_wrong_quorum_is_named(string kind, int number, string problem)
    {
        var options = new RemediationOptions();
        options.Quorum[kind] = number;
        Assert.StartsWith(problem, Assert.Single(options.Problems()), StringComparison.Ordinal);
    }
}
