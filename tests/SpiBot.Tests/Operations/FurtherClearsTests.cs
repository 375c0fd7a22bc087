using System.Net;
using System.Text.Json;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Operations;

/// <summary>The clears that are only ever typed in: of an IKE SA, and of the counter.</summary>
public sealed class FurtherClearsTests : OperationsTests
{
    [Fact]
    public async Task A_clear_of_the_IKE_SA_says_what_it_interrupts_and_wants_two_leads()
    {
        await using var host = await Start();
        await host.Check("check-1", CheckKind.ProposeClearIke, "berlin-fw1", FakeNetwork.HqAddress);
        var view = (await host.Reporter.Remediation(RemediationState.Proposed)).View;

        Assert.Equal("clear crypto ikev2 sa 198.51.100.1", Assert.Single(view.Plan.Lines));
        Assert.Equal(2, view.Plan.ApprovalsNeeded);
        Assert.Contains("The IKE SA goes too (IKEv2, READY): both ends have to re-authenticate.", view.Plan.Interrupts);
        Assert.Contains("stays down until that is mended", view.Plan.Interrupts);
        Assert.Equal(2, view.Plan.SpisSeen.Count);

        var grain = host.Remediation(view.Plan.Id);
        await grain.Approve(view.Digest, OperationsHost.Lead, Ct);
        Assert.Empty(Network.Berlin.Typed);
        await grain.Approve(view.Digest, OperationsHost.OtherLead, Ct);
        await host.Reporter.Remediation(RemediationState.Sent);
        Assert.Equal("clear crypto ikev2 sa 198.51.100.1", Assert.Single(Network.Berlin.Typed));
        var verified = await LookUntilVerified(host);
        Assert.Equal(OutcomeVerdict.Helped, verified.View.Outcome!.Verdict);
        Assert.Equal(verified.View.SentAt + TimeSpan.FromMinutes(5), verified.View.CoolDownUntil);
    }

    [Fact]
    public async Task Where_every_rekey_is_refused_and_no_SA_is_left_the_IKE_SA_is_cleared_all_the_same()
    {
        Network.Hq.Sas.Remove(FakeNetwork.BerlinAddress);
        Network.Berlin.Sas.Remove(FakeNetwork.HqAddress);
        await using var host = await Start("Remediations:Quorum:clear-ike=1");
        await host.Check("check-1", CheckKind.ProposeClearIke, "berlin-fw1", FakeNetwork.HqAddress);
        var view = (await host.Reporter.Remediation(RemediationState.Proposed)).View;
        Assert.Empty(view.Plan.SpisSeen);
        Assert.StartsWith(
            "Nothing that passes now: berlin-fw1 has no SA with 198.51.100.1. The IKE SA goes too",
            view.Plan.Interrupts
        );

        await host.Remediation(view.Plan.Id).Approve(view.Digest, OperationsHost.Lead, Ct);
        await host.Reporter.Remediation(RemediationState.Sent);
        Assert.Equal(OutcomeVerdict.Helped, (await LookUntilVerified(host)).View.Outcome!.Verdict);
    }

    [Fact]
    public async Task An_IKE_SA_that_is_gone_is_not_cleared()
    {
        await using var host = await Start("Remediations:Quorum:clear-ike=1");
        await host.Check("check-1", CheckKind.ProposeClearIke, "berlin-fw1", FakeNetwork.HqAddress);
        var view = (await host.Reporter.Remediation(RemediationState.Proposed)).View;
        Network.Berlin.IkeIsUp = false;
        await host.Remediation(view.Plan.Id).Approve(view.Digest, OperationsHost.Lead, Ct);

        var superseded = await host.Reporter.Remediation(RemediationState.Superseded);
        Assert.Equal("berlin-fw1 has no IKEv2 SA with 198.51.100.1 any more.", superseded.View.Note);

        await host.Check("check-2", CheckKind.ProposeClearIke, "berlin-fw1", FakeNetwork.HqAddress);
        Assert.Contains("nothing to clear", (await host.Reporter.Next<NothingToPropose>()).Because);
        Assert.Empty(Network.Berlin.Typed);
    }

    [Fact]
    public async Task A_clear_of_the_counter_says_that_it_destroys_evidence()
    {
        await using var host = await Start();
        await host.Check("check-1", CheckKind.ProposeClearDrops);
        var view = (await host.Reporter.Remediation(RemediationState.Proposed)).View;

        Assert.Equal("clear asp drop frame np-sp-invalid-spi", Assert.Single(view.Plan.Lines));
        Assert.Contains("destroys evidence", view.Plan.Interrupts);
        Assert.Contains("measures drops per second between two looks", view.Plan.HelpsBecause);
        Assert.Contains(
            "Only leads",
            (await host.Remediation(view.Plan.Id).Approve(view.Digest, OperationsHost.OnCall, Ct)).Refusal
        );
        Assert.Empty(Network.Hq.Typed);

        await host.Remediation(view.Plan.Id).Approve(view.Digest, OperationsHost.Lead, Ct);
        await host.Reporter.Remediation(RemediationState.Sent);
        var outcome = (await LookUntilVerified(host)).View.Outcome!;
        Assert.Equal(OutcomeVerdict.Helped, outcome.Verdict);
        Assert.Contains("was cleared", outcome.Words);
        Assert.Equal("18,000", outcome.Rows[0].Before);
        Assert.Single(Network.Hq.Typed);
    }

    [Theory]
    [InlineData(CheckKind.ProposeClearPeer)]
    [InlineData(CheckKind.ProposeClearIke)]
    public async Task A_platforms_own_way_is_planned_with_all_that_it_interrupts_and_wants_two_leads(CheckKind wanted)
    {
        Network.Way = FakeNetwork.Anew;
        await using var host = await Start();
        await host.Check("check-1", wanted, "berlin-fw1", FakeNetwork.HqAddress);
        var view = (await host.Reporter.Remediation(RemediationState.Proposed)).View;

        Assert.Equal(["terminate 7", "initiate net"], view.Plan.Lines);
        Assert.Equal(2, view.Plan.ApprovalsNeeded);
        Assert.Contains("The IKE SA goes too (IKEv2, READY)", view.Plan.Interrupts);

        var grain = host.Remediation(view.Plan.Id);
        await grain.Approve(view.Digest, OperationsHost.Lead, Ct);
        await grain.Approve(view.Digest, OperationsHost.OtherLead, Ct);
        await host.Reporter.Remediation(RemediationState.Sent);
        Assert.Equal(["terminate 7", "initiate net"], Network.Berlin.Typed);
        Assert.Equal(OutcomeVerdict.Helped, (await LookUntilVerified(host)).View.Outcome!.Verdict);
    }

    [Fact]
    public async Task Another_IKE_SA_than_that_of_the_plan_is_not_terminated()
    {
        Network.Way = FakeNetwork.Anew;
        await using var host = await Start("Remediations:Quorum:reinitiate=1");
        await host.Check("check-1", CheckKind.ProposeClearPeer, "berlin-fw1", FakeNetwork.HqAddress);
        var view = (await host.Reporter.Remediation(RemediationState.Proposed)).View;
        Network.Berlin.IkeId = 8;
        await host.Remediation(view.Plan.Id).Approve(view.Digest, OperationsHost.Lead, Ct);

        var superseded = await host.Reporter.Remediation(RemediationState.Superseded);
        Assert.Contains("are not those of the plan any more", superseded.View.Note);
        Assert.Empty(Network.Berlin.Typed);
    }

    [Fact]
    public async Task What_a_platform_cannot_do_is_said()
    {
        Network.Way = (_, _) => (null, "It cannot be done here.");
        await using var host = await Start();
        await host.Check("check-1", CheckKind.ProposeClearDrops);

        Assert.Equal("It cannot be done here.", (await host.Reporter.Next<NothingToPropose>()).Because);
    }

    [Fact]
    public async Task A_standby_unit_is_not_even_proposed_for()
    {
        await using var host = await Start();
        Network.Hq.Role = FailoverRole.Standby;
        foreach (var kind in (CheckKind[])[CheckKind.ProposeClearDrops, CheckKind.ProposeClearIke])
        {
            await host.Check($"check {kind}", kind, peer: FakeNetwork.BerlinAddress);
            Assert.Contains("standby", (await host.Reporter.Next<NothingToPropose>()).Because);
        }
    }

    [Fact]
    public void Every_change_is_stored_as_it_is()
    {
        var peer = IPAddress.Parse("203.0.113.9");
        Change[] all =
        [
            new Change.ClearInactive(),
            new Change.ClearEntry(peer, peer, Spi.From(0x0fc1_2345)),
            new Change.ClearPeer(peer),
            new Change.ClearIke(peer, 1),
            new Change.ClearIke(peer, 2),
            new Change.ClearDrops(),
            new Change.Debug(peer, Change.Debug.Ordinary),
            new Change.Debug(peer, Change.Debug.Everything),
            new Change.Reinitiate(
                peer,
                ConnectionName.TryFrom("site")!,
                [1, 7],
                [ConnectionName.TryFrom("net")!, ConnectionName.TryFrom("voice-2")!]
            ),
        ];
        Assert.Equal(Change.Kinds.Order(), all.Select(c => c.Kind).Distinct().Order());
        foreach (var change in all)
        {
            var json = JsonSerializer.Serialize(change, OperationsJson.Options);
            Assert.Contains($"\"kind\":\"{change.Kind}\"", json);
            Assert.Equal(change, JsonSerializer.Deserialize<Change>(json, OperationsJson.Options));
        }

        Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize<Change>(
                """{"kind":"clear-ike","peer":"203.0.113.9","version":3}""",
                OperationsJson.Options
            )
        );
        Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize<Change>(
                """{"kind":"reinitiate","peer":"203.0.113.9","connection":"site; reboot","ikeIds":[1],"children":["net"]}""",
                OperationsJson.Options
            )
        );
    }

    [Theory]
    [InlineData(null, null, "no IKE SA")]
    [InlineData(1, 2, "does not choose")]
    public void Which_IKE_SA_is_meant_is_never_guessed(int? one, int? other, string words)
    {
        var sas = new[] { one, other }
            .OfType<int>()
            .Select(v => new IkeSa(v, "203.0.113.9", "READY", true, "INITIATOR"));
        var reading = Readings.Any with
        {
            Ikev1 = Answer.Of(new IkeListing([.. sas.Where(sa => sa.Version == 1)])),
            Ikev2 = Answer.Of(new IkeListing([.. sas.Where(sa => sa.Version == 2)])),
        };
        var (sa, refusal) = IkeClearing.Only(reading);
        Assert.Null(sa);
        Assert.Contains(words, refusal);
    }

    [Fact]
    public void Whoever_answered_is_told_that_the_peer_may_have_to_begin()
    {
        var (sa, refusal) = IkeClearing.Only(Readings.Any);
        Assert.Null(refusal);
        Assert.Contains("where it is set to answer only", IkeClearing.Interrupts(Readings.Any, sa!));
        Assert.DoesNotContain("answer only", IkeClearing.Interrupts(Readings.Any, sa! with { Role = "INITIATOR" }));
        Assert.Contains("need not obey", IkeClearing.Helps(Readings.Any, sa with { Version = 1 }));
    }
}
