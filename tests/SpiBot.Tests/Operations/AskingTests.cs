using Microsoft.Extensions.DependencyInjection;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Threads;

namespace SpiBot.Tests.Operations;

/// <summary>Who is asked for an approval, and who next when nobody answers.</summary>
public sealed class AskingTests : OperationsTests
{
    private static readonly Role Everybody = new("everybody", ["*"], [Act.Read, Act.Propose]);
    private static readonly Role OnCallLead = new(
        "on-call-lead",
        ["0a000000-0000-0000-0000-0000000000c1"],
        [Act.Approve]
    );
    private static readonly Role Deputies = new("deputies", ["0a000000-0000-0000-0000-0000000000d1"], [Act.Approve]);

    [Fact]
    public async Task Without_an_order_all_who_may_are_asked_at_once_and_once()
    {
        await using var host = await Start();
        var view = (await Proposed(host)).View;

        var asked = await host.Reporter.Next<ApproversAsked>();
        Assert.Equal($"remediation/{view.Plan.Id}/asked/1", asked.Exchange);
        Assert.Equal([OperationsHost.Lead.EntraId, OperationsHost.OtherLead.EntraId], asked.Whom.Ids);
        Assert.Equal(1, asked.Turn);
        Clock.Advance(TimeSpan.FromMinutes(16));
        await host.Reporter.Remediation(RemediationState.Expired);
        Assert.Single(host.Reporter.Taken.OfType<ApproversAsked>());
    }

    [Fact]
    public async Task The_next_are_asked_as_long_as_nobody_has_decided()
    {
        await using var host = await StartInOrder();
        await Proposed(host);
        Assert.Equal(OnCallLead.Members, (await Asked(host, 1)).Whom.Ids);

        Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(Deputies.Members, (await Asked(host, 2)).Whom.Ids);
        Clock.Advance(TimeSpan.FromMinutes(5));
        // Whom the order does not name: the leads.
        Assert.Equal(2, (await Asked(host, 3)).Whom.Ids.Count);
    }

    [Fact]
    public async Task Once_it_is_decided_nobody_is_asked_any_more()
    {
        await using var host = await StartInOrder();
        var view = (await Proposed(host)).View;
        await Asked(host, 1);
        Assert.True(
            (await host.Remediation(view.Plan.Id).Deny(view.Digest, OperationsHost.Lead, "not now", Ct)).Accepted
        );
        Clock.Advance(TimeSpan.FromMinutes(11));

        // Another plan's call comes after whatever this one would have said.
        await Proposed(host, "check-2");
        await host.Reporter.Next<ApproversAsked>(a => a.View.Plan.Id.StartsWith("check-2", StringComparison.Ordinal));
        Assert.DoesNotContain(
            host.Reporter.Taken.OfType<ApproversAsked>(),
            a => a.View.Plan.Id == view.Plan.Id && a.Turn > 1
        );
    }

    [Fact]
    public async Task Those_who_were_asked_are_told_that_it_is_decided()
    {
        await using var host = await StartInOrder();
        var view = (await Proposed(host)).View;
        var first = await Asked(host, 1);
        Clock.Advance(TimeSpan.FromMinutes(5));
        var second = await Asked(host, 2);
        await host.Remediation(view.Plan.Id).Deny(view.Digest, OperationsHost.Lead, "not now", Ct);

        AskingOver[] over = [await host.Reporter.Next<AskingOver>(), await host.Reporter.Next<AskingOver>()];
        Assert.Equal(new[] { first.Exchange, second.Exchange }.Order(), over.Select(told => told.Exchange).Order());
        Assert.All(over, told => Assert.Equal(RemediationState.Denied, told.View.State));
        var card = SpiBot.Cards.ReportCards.For(over[0]).Card.ToJsonString();
        Assert.Contains("Nobody has to approve or deny it any more", card);
        Assert.DoesNotContain("mention", card);
    }

    [Fact]
    public async Task After_a_restart_the_next_are_asked_and_nobody_twice()
    {
        string id;
        await using (var before = await StartInOrder())
        {
            id = (await Proposed(before)).View.Plan.Id;
            await SaidAsMessage(before, await Asked(before, 1));
        }

        Clock.Advance(TimeSpan.FromMinutes(6));
        await using (var meanwhile = await StartInOrder())
        {
            await SaidAsMessage(meanwhile, await Asked(meanwhile, 2));
            Assert.Single(meanwhile.Reporter.Taken.OfType<ApproversAsked>());
        }

        await using var host = await StartInOrder();
        Clock.Advance(TimeSpan.FromMinutes(4));
        await Asked(host, 3);
        Assert.Equal(id, Assert.Single(host.Reporter.Taken.OfType<ApproversAsked>()).View.Plan.Id);
    }

    /// <summary>An auditor sees whom the plan waited for, and since when.</summary>
    [Fact]
    public async Task Who_was_asked_and_who_next_is_in_the_journal_once()
    {
        string id;
        await using (var before = await StartInOrder())
        {
            id = (await Proposed(before)).View.Plan.Id;
            await Asked(before, 1);
        }

        // It died before the message was known to be in the thread: they are called again, and are in the journal once.
        await using var host = await StartInOrder();
        await Asked(host, 1);
        Clock.Advance(TimeSpan.FromMinutes(5));
        await Asked(host, 2);

        var remediation = (await host.Services.GetRequiredService<RemediationJournal>().Read(id, Ct))!.Remediation;
        Assert.Equal([1, 2], remediation.Asked.Select(asked => asked.Turn));
        Assert.Equal(OnCallLead.Members, remediation.Asked[0].People);
        Assert.Equal(Deputies.Members, remediation.Asked[1].People);
        Assert.Equal(TimeSpan.FromMinutes(5), remediation.Asked[1].At - remediation.Asked[0].At);
        var entries = await host.Services.GetRequiredService<IJournal>().Read(id, Ct);
        Assert.Equal(["proposed", "asked", "asked"], entries.Select(entry => entry.Entry.Kind));
    }

    [Fact]
    public async Task Without_a_pause_all_are_asked_in_the_order()
    {
        await using var host = await StartInOrder("Remediations:AskNextAfter=00:00:00");
        await Proposed(host);
        var asked = new HashSet<int>();
        while (asked.Count < 3)
        {
            asked.Add((await host.Reporter.Next<ApproversAsked>()).Turn);
        }
    }

    [Fact]
    public void Every_kind_of_change_has_its_usual_quorum()
    {
        Assert.All(RemediationPlan.Kinds, kind => Assert.True(UsualQuorum.Knows(kind), kind));
        Assert.Equal(
            (1, 2, 2),
            (UsualQuorum.Of("clear-peer"), UsualQuorum.Of("clear-ike"), UsualQuorum.Of("unheard-of"))
        );
    }

    private Task<OperationsHost> StartInOrder(params IReadOnlyList<string> settings)
    {
        Network.Roles = [Everybody, OnCallLead, Deputies];
        Network.AskOrder = ["on-call-lead", "deputies"];
        return Start(settings);
    }

    private static Task<ApproversAsked> Asked(OperationsHost host, int turn) =>
        host.Reporter.Next<ApproversAsked>(a => a.Turn == turn);

    /// <summary>As the channel's side does it once the message stands in the thread.</summary>
    private static Task SaidAsMessage(OperationsHost host, Report report) =>
        host.Services.GetRequiredService<IThreadMemory>().RememberMessage(report.Exchange, "message", Ct);
}
