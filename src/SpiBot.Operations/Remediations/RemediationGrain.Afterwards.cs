using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Remediations;

/// <content>Looking whether it helped, going on to the next step when it did not, and looking once more after the next rekey.</content>
internal sealed partial class RemediationGrain
{
    /// <summary>From the first look after a rekey to the second: two looks make a rate.</summary>
    private static readonly TimeSpan BetweenLooksAfterRekey = TimeSpan.FromSeconds(30);

    private Verification? verification;
    private bool isWaitingForRekey;

    public async Task LookAgain(CancellationToken ct)
    {
        var remediation = Known.Remediation;
        if (remediation is { State: RemediationState.Sent, Plan.Change: Change.Debug })
        {
            await DebugDue(ct);
            return;
        }

        if (verification is { IsLooking: true } looking)
        {
            // Who was to read it may be gone.
            await OrRecover(() => looking.AskMissing(GrainFactory, ct));
            return;
        }

        if (WhyNobodyCanLogIn(Known.Target.Viewpoint) is { } nobody)
        {
            var judged = new RemediationOutcome(
                OutcomeVerdict.CannotTell,
                $"It could not be looked at again: {nobody}",
                []
            );
            await End(remediation.IsToBeRechecked ? remediation.Recheck(judged, Now) : remediation.Verify(judged, Now));
        }
        else if (remediation is { IsToBeRechecked: true, LookAgainAt: { } due } && Now < due)
        {
            LookAgainAt(due);
        }
        else if (remediation.State == RemediationState.Sent || remediation.IsToBeRechecked)
        {
            verification ??= new Verification(Known, Now);
            await OrRecover(() => verification.Look(GrainFactory, inventory, Id, ct));
        }
    }

    public async Task Took(string requestId, ReadOutcome outcome, CancellationToken ct)
    {
        if (verification?.Take(requestId, outcome) is not { } judged)
        {
            return;
        }

        if (Known.Remediation.IsToBeRechecked)
        {
            await TookAfterRekey(judged);
            return;
        }

        // One look would do to see new SAs; that packets pass and drops have ended takes two.
        var told = judged.Verdict == OutcomeVerdict.Helped && (verification.HasRates || Known.Target.Peer is null);
        if (!told && Now < verification.Began + options.Value.LookFor)
        {
            LookLater();
            return;
        }

        await Conclude(verification, judged);
    }

    private async Task Conclude(Verification looked, RemediationOutcome judged)
    {
        verification = null;
        if (Known.Remediation.Next is not { } next)
        {
            await Verified(judged, looked);
        }
        else if (judged.Verdict != OutcomeVerdict.DidNotHelp)
        {
            var why = judged.Verdict == OutcomeVerdict.Helped ? "it is not needed" : "nothing shows that it is needed";
            await Verified(Added(judged, $"Nothing was typed on {next.Gateway}: {why}."), looked);
        }
        else if (Known.Remediation.Typed[^1].NotTyped.Count > 0)
        {
            var words = $"Nothing was typed on {next.Gateway}: of the first step only a part was.";
            await Verified(Added(judged, words), looked);
        }
        else if (looked.SpisOn(next.Gateway) is not { } spis)
        {
            var words = $"Nothing was typed on {next.Gateway}: its SAs could not be read after the first step.";
            await Verified(Added(judged, words), looked);
        }
        else if (await Happened(Known.Remediation.Continue(judged, spis, Now, options.Value.ExpiresAfter)))
        {
            Tell();
            WaitForExpiry();
            await Apply();
        }
    }

    private async Task Verified(RemediationOutcome judged, Verification looked)
    {
        var due = judged.Verdict == OutcomeVerdict.Helped ? looked.RekeyDue(options.Value.LookAfterRekeyWithin) : null;
        await End(Known.Remediation.Verify(judged, Now, due));
        if (Known.Remediation is { IsToBeRechecked: true, LookAgainAt: { } at })
        {
            LookAgainAt(at);
        }
    }

    private async Task TookAfterRekey(RemediationOutcome judged)
    {
        // A gateway that cannot be read now is not asked again: hours have passed, and people have other means.
        if (verification!.WasRead && !verification.HasRates)
        {
            Later(Now + BetweenLooksAfterRekey, "looking after", me => me.LookAgain(CancellationToken.None));
            return;
        }

        verification = null;
        await End(Known.Remediation.Recheck(judged, Now));
    }

    private static RemediationOutcome Added(RemediationOutcome judged, string words) =>
        judged with
        {
            Words = $"{judged.Words} {words}",
        };

    private void LookLater() =>
        Later(Now + options.Value.LookEvery, "looking after", me => me.LookAgain(CancellationToken.None));

    private void LookAgainAt(DateTimeOffset due)
    {
        if (isWaitingForRekey)
        {
            return;
        }

        isWaitingForRekey = true;
        Later(due, "looking once more after", me => me.LookAgain(CancellationToken.None));
    }
}
