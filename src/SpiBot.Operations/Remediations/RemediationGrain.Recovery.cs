using SpiBot.Gateways.Changes;
using SpiBot.Operations.Conversations;

namespace SpiBot.Operations.Remediations;

/// <content>Going on after a crash. What may have been typed is never typed again.</content>
internal sealed partial class RemediationGrain
{
    /// <summary>A gateway that cannot be reached now is asked again so often.</summary>
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(1);

    /// <summary>The claim that is waited out, and since when.</summary>
    private (string Claim, long Since)? waitedFor;

    public async Task Recover(CancellationToken ct)
    {
        await ExpiryDue(ct);
        await reports.ShoutUnlessSaid(Known, ct);
        switch (Known.Remediation)
        {
            case { State: RemediationState.Proposed }:
                WaitForExpiry();
                await AskDue(ct);
                break;
            case { State: RemediationState.Approved }:
                WaitForExpiry();
                await Apply();
                break;
            case { State: RemediationState.Claimed, LastClaim: { } claim }:
                await AskLogOnce(claim, ct);
                break;
            case { State: RemediationState.Doubtful }:
                WaitForAnswer();
                await AskLog(ct);
                break;
            case { State: RemediationState.Sent } or { IsToBeRechecked: true }:
                await LookAgain(ct);
                break;
            default:
                break;
        }
    }

    public Task AskLogAgain(CancellationToken ct) =>
        Known.Remediation.State switch
        {
            RemediationState.Claimed => AskLogOnce(Known.Remediation.LastClaim!, ct),
            RemediationState.Doubtful => AskLog(ct),
            _ => Task.CompletedTask,
        };

    public async Task FoundInLog(string claim, TraceFound found, CancellationToken ct)
    {
        if (!HoldsClaim(claim))
        {
            return;
        }

        var remediation = Known.Remediation;
        switch (found.Verdict)
        {
            case TraceVerdict.Typed:
                if (await Happened(remediation.Send("", found.Words, Now, found.At, found.Part)))
                {
                    LookLater();
                    Tell();
                }

                break;
            case TraceVerdict.NotTyped:
                await End(remediation.Fail(found.Words, output: null, mayHaveBeenTyped: false, Now));
                break;
            default:
                var words =
                    $"SpiBot stopped just when it was about to type on {remediation.Step.Gateway}. {found.Words} Look at {remediation.Step.Gateway} and say whether it was typed; SpiBot will not send it again.";
                if (IsNews(found.Verdict) && await Happened(remediation.Doubt(words, Now, options.Value.AnswerWithin)))
                {
                    WaitForAnswer();
                    Tell();
                }

                if (found.Verdict == TraceVerdict.NotReached)
                {
                    Later(Now + AskAgainAfter, "asking the log about", me => me.AskLogAgain(CancellationToken.None));
                }

                break;
        }
    }

    /// <summary>While it is not reached the words stand that promise to ask again.</summary>
    private bool IsNews(TraceVerdict verdict) =>
        verdict != TraceVerdict.NotReached || Known.Remediation.State == RemediationState.Claimed;

    public async Task AnswerDue(CancellationToken ct)
    {
        if (Known.Remediation is { State: RemediationState.Doubtful, AnswerBefore: { } until } && Now >= until)
        {
            var words =
                $"Nobody has said whether it was typed on {Known.Remediation.Step.Gateway}, and SpiBot cannot tell. It will not send it again: check the tunnel anew.";
            await End(Known.Remediation.Fail(words, output: null, mayHaveBeenTyped: true, Now));
        }
    }

    /// <summary>
    /// Once the claim has run out, and the gateway has executed what it got until then. Whoever made the claim may still be alive, and the wall clocks of two machines
    /// differ, and are set: all of that time is waited out on the monotonic clock, from when it was first seen here.
    /// </summary>
    private Task AskLogOnce(RemediationEvent.Claimed claim, CancellationToken ct)
    {
        if (waitedFor?.Claim != claim.Claim)
        {
            waitedFor = (claim.Claim, clock.GetTimestamp());
        }

        var lasts = claim.TypeBefore - claim.At + options.Value.ExecuteWithin;
        var left = lasts - clock.GetElapsedTime(waitedFor.Value.Since);
        if (left <= TimeSpan.Zero)
        {
            return AskLog(ct);
        }

        Later(Now + left, "recovering", me => me.AskLogAgain(CancellationToken.None));
        return Task.CompletedTask;
    }

    private Task AskLog(CancellationToken ct) =>
        WhyNobodyCanLogIn(Known.Remediation.Step.Gateway) is { } nobody
            ? FoundInLog(
                Known.Remediation.LastClaim!.Claim,
                new TraceFound(TraceVerdict.CannotTell, $"Whether it was typed cannot be told: {nobody}"),
                ct
            )
            : OrRecover(() => GrainFactory.GetGrain<IGatewayGrain>(Known.Remediation.Step.Gateway).AskLog(Id, ct));

    /// <summary>What a gateway's conversation is asked for goes wrong while the replica that had it dies: it is asked for again. What is in the journal by then tells what.</summary>
    private Task OrRecover(Func<Task> ask)
    {
        // The factory may only be asked for inside of the grain; the alarm rings outside.
        var me = GrainFactory.GetGrain<IRemediationGrain>(Id);
        return alarms.OrAgain(ask, Id, () => me.Recover(CancellationToken.None));
    }

    private void WaitForAnswer() =>
        Later(
            Known.Remediation.AnswerBefore!.Value,
            "waiting for an answer about",
            me => me.AnswerDue(CancellationToken.None)
        );
}
