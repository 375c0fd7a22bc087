using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Ssh;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Conversations;
using SpiBot.Operations.Debugs;
using SpiBot.Operations.Duties;
using SpiBot.Operations.History;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Remediations;

/// <summary>
/// One remediation. Its state is its journal: every step is written before anything that follows from it, and what cannot be written does not happen.
/// </summary>
internal sealed partial class RemediationGrain(
    RemediationJournal journal,
    GatewayInventory inventory,
    CoolDowns coolDowns,
    WhoDecides who,
    Asking asking,
    Alarms alarms,
    RemediationReports reports,
    TunnelHistories histories,
    IOptions<RemediationOptions> options,
    IOptions<DebugOptions> debugs,
    DutyJournal duties,
    IHolders holders,
    [FromKeyedServices(DomainTime.Key)] TimeProvider clock
) : Grain, IRemediationGrain
{
    private RemediationRecord? record;

    private string Id => this.GetPrimaryKeyString();

    private DateTimeOffset Now => clock.GetUtcNow();

    private RemediationRecord Known =>
        record ?? throw new InvalidOperationException($"there is no remediation {Id} in the journal");

    public override async Task OnActivateAsync(CancellationToken cancellationToken) =>
        record = await journal.Read(Id, cancellationToken);

    public async Task<string?> Propose(
        RemediationPlan plan,
        ThreadAddress thread,
        RemediationTarget target,
        Standing standing,
        CancellationToken ct
    )
    {
        if (record is not null)
        {
            // Its check began anew after a crash, and stands on the card where the plan stood; or the button was pressed again.
            Tell();
            return null;
        }

        if (plan.Id != Id)
        {
            throw new ArgumentException($"the plan of {plan.Id} was given to {Id}", nameof(plan));
        }

        if ((who.WhyNotProposed(plan, standing) ?? await CoolDown(plan, ct)) is { } refusal)
        {
            return refusal;
        }

        var decision = Remediation.Propose(plan, Now);
        if (!decision.IsGranted)
        {
            return decision.Refusal;
        }

        record =
            await journal.Begin((RemediationEvent.Proposed)decision.Granted, thread, target, CancellationToken.None)
            ?? await journal.Read(Id, CancellationToken.None);
        WaitForExpiry();
        Tell();
        await AskDue(CancellationToken.None);
        // A plan that waits for its lead does so in the journal; whoever presses brings it back.
        DeactivateOnIdle();
        return null;
    }

    public Task<DecisionOutcome> Approve(Press press, CancellationToken ct) =>
        Decide(press, (remediation, rules) => remediation.Approve(press, rules, Now), ct);

    public Task<DecisionOutcome> Deny(Press press, CancellationToken ct) =>
        Decide(press, (remediation, rules) => remediation.Deny(press, rules, Now), ct);

    public Task<DecisionOutcome> Answer(Press press, bool wasTyped, CancellationToken ct) =>
        Decide(press, (remediation, rules) => remediation.Answer(press, rules, wasTyped, Now), ct);

    public Task<RemediationView?> View(CancellationToken ct) =>
        Task.FromResult(record is null ? null : (RemediationView?)ViewNow());

    public async Task<bool> Claim(string claim, CancellationToken ct)
    {
        await ExpiryDue(ct);
        if (!await Happened(Known.Remediation.Claim(claim, Now, options.Value.TypeWithin)))
        {
            return false;
        }

        Tell();
        return true;
    }

    public Task FoundChanged(string claim, string words, CancellationToken ct) =>
        HoldsClaim(claim) ? End(Known.Remediation.Supersede(words, Now)) : Task.CompletedTask;

    public Task CouldNotType(string? claim, string words, bool mayHaveBeenTyped, CancellationToken ct) =>
        HoldsClaim(claim)
            ? End(Known.Remediation.Fail(words, output: null, mayHaveBeenTyped, Now))
            : Task.CompletedTask;

    public async Task Typed(string claim, ChangeAnswer answer, CancellationToken ct)
    {
        if (!HoldsClaim(claim))
        {
            return;
        }

        if (!answer.Typed || answer is { Refusal: not null, Part: null or { Lines: [] } })
        {
            var perhaps = answer.Part is not null;
            var words =
                perhaps
                    ? $"The gateway refused a line: {answer.Refusal} All lines went at once, so it may have taken others. Its duty takes them away; `duties` tells. Propose it anew."
                : answer.Refusal is { } refusal ? $"The gateway refused it: {refusal}"
                : answer.Failure is { } failure
                    ? $"{failure.Tried} {failure.CameBack} {failure.DoNow} Nothing was sent."
                : "The time in which it might be typed was over: nothing was sent. Propose it anew.";
            await End(Known.Remediation.Fail(words, answer.Output, perhaps, Now));
            return;
        }

        var doubt = answer switch
        {
            { Refusal: { } refused } => $"The gateway refused the next line: {refused} The rest was not typed.",
            { Part: not null, Failure: { } stopped } => $"{stopped.CameBack} The rest was not typed.",
            { Failure: { } failed } =>
                $"{failed.CameBack} This came after the line was typed: whether the gateway took it shows when SpiBot looks again.",
            _ => null,
        };
        if (await Happened(Known.Remediation.Send(answer.Output, doubt, Now, part: answer.Part)))
        {
            LookLater();
            Tell();
        }
    }

    public async Task ExpiryDue(CancellationToken ct)
    {
        var decision = Known.Remediation.Expire(Now);
        if (decision.IsGranted)
        {
            await End(decision);
        }
    }

    public async Task TellAgain(CancellationToken ct)
    {
        await reports.ShoutUnlessSaid(Known, ct);
        Tell();
    }

    private async Task<string?> CoolDown(RemediationPlan plan, CancellationToken ct)
    {
        foreach (var step in plan.Steps)
        {
            if (await coolDowns.WhyNot(plan.Id, step, Now, ct) is { } notYet)
            {
                return notYet;
            }
        }

        return null;
    }

    private async Task<DecisionOutcome> Decide(
        Press press,
        Func<Remediation, ApprovalRules, Decision> decide,
        CancellationToken ct
    )
    {
        if (record is null)
        {
            return NotThere();
        }

        await ExpiryDue(ct);
        var decision = Judge(decide);
        if (decision.IsGranted && await who.OldCard(Id, press, ct) is { } old)
        {
            return Refused(old) with { IsOldCard = true };
        }

        while (decision.Granted is RemediationEvent.Lapsed)
        {
            await End(decision);
            decision = Judge(decide);
        }

        if (!await Happened(decision))
        {
            // What somebody else has written may be this very press, which came before.
            return Judge(decide).IsRepeated ? Repeated() : Refused(decision.Refusal);
        }

        Tell();
        if (decision.Granted is RemediationEvent.Approved { BrokeGlass: not null })
        {
            reports.Shout(Known);
        }

        if (Known.Remediation.State == RemediationState.Approved)
        {
            await Apply();
        }
        else if (Known.Remediation.State == RemediationState.Sent)
        {
            LookLater();
        }

        return new DecisionOutcome(Accepted: true, Refusal: null, ViewNow());
    }

    private Task Apply()
    {
        var gateway = Known.Remediation.Step.Gateway;
        return WhyNobodyCanLogIn(gateway) is { } nobody
            ? End(Known.Remediation.Fail($"{nobody} Nothing was sent.", output: null, mayHaveBeenTyped: false, Now))
            : OrRecover(() => GrainFactory.GetGrain<IGatewayGrain>(gateway).Apply(Id, CancellationToken.None));
    }

    /// <summary>Between two starts of SpiBot a gateway may have been taken out of the inventory. Null where it is there.</summary>
    private string? WhyNobodyCanLogIn(string gateway) =>
        inventory.Find(gateway) is null
            ? $"{gateway} is not in the inventory any more: SpiBot cannot log in to it."
            : null;

    private Decision Judge(Func<Remediation, ApprovalRules, Decision> decide) =>
        decide(Known.Remediation, who.RulesFor(Known.Remediation.Plan));

    private void WaitForExpiry() =>
        Later(Known.Remediation.BeginBefore, "the expiry of", me => me.ExpiryDue(CancellationToken.None));

    private void Later(DateTimeOffset time, string what, Func<IRemediationGrain, Task> call)
    {
        // The factory may only be asked for inside of the grain; the alarm rings outside.
        var me = GrainFactory.GetGrain<IRemediationGrain>(Id);
        alarms.At(time, $"{what} {Id}", () => call(me));
    }

    /// <summary>A late word of a claim that is not the one in the journal changes nothing.</summary>
    private bool HoldsClaim(string? claim) =>
        Known.Remediation.State switch
        {
            RemediationState.Approved => claim is null,
            RemediationState.Claimed or RemediationState.Doubtful => Known.Remediation.LastClaim!.Claim == claim,
            _ => false,
        };

    private async Task End(Decision decision)
    {
        if (await Happened(decision))
        {
            Tell();
        }
    }

    /// <summary>Whoever asked may wait no longer: what is on disk has happened all the same, and what follows from it is done.</summary>
    /// <returns>True when the decision was granted and its event is on disk.</returns>
    private async Task<bool> Happened(Decision decision)
    {
        if (!decision.IsGranted)
        {
            return false;
        }

        if (await journal.Append(Known, decision.Granted, CancellationToken.None) is { } after)
        {
            record = after;
            await histories.Remember(after, CancellationToken.None);
            return true;
        }

        // Somebody else has written: what they wrote is the truth.
        record = await journal.Read(Id, CancellationToken.None);
        return false;
    }

    private void Tell() => reports.Tell(Known);

    private RemediationView ViewNow() => reports.ViewOf(Known.Remediation);

    private DecisionOutcome Refused(string? refusal) =>
        new(Accepted: false, refusal ?? "Somebody else was quicker: look at the card as it stands now.", ViewNow());

    private DecisionOutcome Repeated()
    {
        Tell();
        return new DecisionOutcome(Accepted: true, Refusal: null, ViewNow()) { IsRepeated = true };
    }

    private DecisionOutcome NotThere() =>
        new(Accepted: false, "SpiBot does not know this remediation (any more): run the check again.", View: null);
}
