using Microsoft.Extensions.DependencyInjection;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Duties;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Threads;

namespace SpiBot.Tests.Operations;

/// <summary>A debug is a plan that a lead approves, set under a duty in a session of its own, and gone afterwards whatever happens.</summary>
public sealed class DebugTests : OperationsTests
{
    private const string On = "debug 127 203.0.113.9";
    private const string Off = "no debug 203.0.113.9";

    [Fact]
    public async Task Approved_it_is_set_listened_to_explained_and_taken_away()
    {
        Network.Hq.DebugSays = "IKEv2-PROTO-2: (7): Received TS_UNACCEPTABLE notify\npre-shared-key Geheim!\n";
        await using var host = await Start();
        var view = await Proposed(host);
        Assert.Equal([On], view.Plan.Lines);
        Assert.Equal(1, view.Plan.ApprovalsNeeded);
        // What takes it away, and when, is part of what is approved.
        Assert.Contains("ends by itself after 30 s", view.Plan.HelpsBecause);
        Assert.Contains("typed then: no debug only 203.0.113.9.", view.Plan.HelpsBecause);
        Assert.Contains("30 s at most", view.Plan.Interrupts);
        Assert.Empty(Network.Hq.Typed);

        await host.Remediation(view.Plan.Id).Approve(view.Digest, OperationsHost.Lead, Ct);
        await host.Reporter.Remediation(RemediationState.Sent);
        Assert.Single(Network.Hq.Standing);
        Assert.Single(await host.Services.GetRequiredService<IOpenDuties>().Open(Ct));

        // Others are answered meanwhile.
        await host.Check("check-2", CheckKind.Compare, peer: FakeNetwork.BerlinAddress);
        await host.Reporter.Next<TunnelDiagnosed>(r => r.Exchange == "check-2");

        Network.Hq.DebugEnds.SetResult();
        var told = await host.Reporter.Next<DebugTold>();
        Assert.Equal("ts-unacceptable", Assert.Single(told.Heard.Findings).Explanation.Id);
        Assert.DoesNotContain("Geheim", told.Heard.Text);
        await Gone(host);
        Assert.Equal([On, "in its own session: no debug only 203.0.113.9", Off], Network.Hq.Typed);
        // One for everything, one for the debug, and that is closed.
        Assert.Equal((2, 1), (Network.Hq.Opened, Network.Hq.Closed));
    }

    [Fact]
    public async Task What_was_typed_and_a_bare_prompt_are_not_what_the_gateway_printed()
    {
        Network.Hq.DebugSays = $"hq-fw1/pri/act# {On}\n{On}\nhq-fw1/pri/act# \n";
        await using var host = await Start();
        var view = await Proposed(host);
        await host.Remediation(view.Plan.Id).Approve(view.Digest, OperationsHost.Lead, Ct);
        await host.Reporter.Remediation(RemediationState.Sent);
        Network.Hq.DebugEnds.SetResult();

        var told = await host.Reporter.Next<DebugTold>();
        Assert.Empty(told.Heard.Text.Trim());
        Assert.Contains("It printed nothing.", told.View.Outcome!.Words);
        Assert.DoesNotContain("after the clear", SpiBot.Cards.RemediationCard.Of(told.View).ToJsonString());
        await Gone(host);
    }

    [Fact]
    public async Task What_comes_behind_the_prompt_is_quoted_without_it_and_what_comes_twice_stands_twice()
    {
        const string Said = "IKEv2-PROTO-2: (7): Received TS_UNACCEPTABLE notify";
        Network.Hq.DebugSays = $"hq-fw1/pri/act# {Said}\n{Said}\n  Next payload: # 7\n";
        await using var host = await Start();
        var view = await Proposed(host);
        await host.Remediation(view.Plan.Id).Approve(view.Digest, OperationsHost.Lead, Ct);
        await host.Reporter.Remediation(RemediationState.Sent);
        Network.Hq.DebugEnds.SetResult();

        var heard = (await host.Reporter.Next<DebugTold>()).Heard;
        Assert.Equal($"{Said}\n{Said}\n  Next payload: # 7\n", heard.Text);
        var finding = Assert.Single(heard.Findings);
        Assert.Equal((Said, 2), (finding.FirstLine, finding.Times));
        await Gone(host);
    }

    [Fact]
    public async Task Everything_wants_two_leads()
    {
        await using var host = await Start();
        var view = await Proposed(host, CheckKind.ProposeDebugAll);
        Assert.Equal(("debug-255", 2), (view.Plan.Change.Kind, view.Plan.ApprovalsNeeded));

        await host.Remediation(view.Plan.Id).Approve(view.Digest, OperationsHost.Lead, Ct);
        Assert.Empty(Network.Hq.Typed);
    }

    [Fact]
    public async Task Where_somebody_debugs_already_nothing_is_sent()
    {
        await using var host = await Start();
        var view = await Proposed(host);
        Network.Hq.Busy = "A debug condition stands there already (192.0.2.1).";

        await host.Remediation(view.Plan.Id).Approve(view.Digest, OperationsHost.Lead, Ct);

        var superseded = await host.Reporter.Remediation(RemediationState.Superseded);
        Assert.Contains("192.0.2.1", superseded.View.Note);
        Assert.Empty(Network.Hq.Typed);
        Assert.Empty(await host.Services.GetRequiredService<DutyJournal>().Open(Ct));
    }

    [Fact]
    public async Task What_the_box_refuses_leaves_nothing()
    {
        Network.Hq.Refuses = "Command authorization failed";
        await using var host = await Start();
        var view = await Proposed(host);

        await host.Remediation(view.Plan.Id).Approve(view.Digest, OperationsHost.Lead, Ct);

        Assert.Contains(
            "Command authorization failed",
            (await host.Reporter.Remediation(RemediationState.Failed)).View.Note
        );
        Network.Hq.Refuses = null;
        await Gone(host);
    }

    [Fact]
    public async Task What_the_box_refuses_in_part_may_have_been_typed_and_is_taken_away()
    {
        Network.Hq.RefusesInPart = "Command authorization failed";
        await using var host = await Start();
        var view = await Proposed(host);

        await host.Remediation(view.Plan.Id).Approve(view.Digest, OperationsHost.Lead, Ct);

        var failed = (await host.Reporter.Remediation(RemediationState.Failed)).View;
        Assert.True(failed.MayHaveBeenTyped);
        Assert.Contains("Command authorization failed", failed.Note);
        Assert.DoesNotContain("othing was sent", failed.Note);
        var journal = await host.Services.GetRequiredService<IJournal>().Read(view.Plan.Id, Ct);
        Assert.Contains("\"mayHaveBeenTyped\":true", journal[^1].Entry.Json);
        await Gone(host);
        Assert.Contains(Off, Network.Hq.Typed);
    }

    [Fact]
    public async Task SpiBot_stopped_while_it_is_on_takes_it_away_at_the_next_start()
    {
        RemediationView view;
        await using (var before = await Start())
        {
            view = await Proposed(before);
            await before.Remediation(view.Plan.Id).Approve(view.Digest, OperationsHost.Lead, Ct);
            await before.Reporter.Remediation(RemediationState.Sent);
            Assert.Single(Network.Hq.Standing);
        }

        await using var host = await Start();
        await Gone(host);
        Assert.Single(Network.Hq.Typed, On);
    }

    private static async Task<RemediationView> Proposed(OperationsHost host, CheckKind kind = CheckKind.ProposeDebug)
    {
        await host.Check("check-1", kind, peer: FakeNetwork.BerlinAddress);
        return (await host.Reporter.Remediation(RemediationState.Proposed)).View;
    }

    private Task Gone(OperationsHost host) =>
        Eventually.Holds(
            async ct =>
                Network.Hq.Standing.IsEmpty
                && (await host.Services.GetRequiredService<DutyJournal>().Open(ct)).Count == 0,
            () => Clock.Advance(TimeSpan.FromSeconds(1))
        );
}
