using Microsoft.Extensions.Time.Testing;
using SpiBot.Gateways.Changes;

namespace SpiBot.Tests.Gateways.Changes;

/// <summary>The rules once more, as plainly as they can be said.</summary>
internal sealed class RemediationModel(RemediationPlan plan, RemediationSetting setting)
{
    public static readonly TimeSpan TypeWithin = TimeSpan.FromSeconds(20);

    private readonly HashSet<string> approvers = [];
    private readonly HashSet<int> asked = [];
    private DateTimeOffset typeBefore;
    private bool hasTicket;
    private bool glassIsBroken;
    private int typed;
    private bool isRechecked;
    private string? doubt;
    private DateTimeOffset beginBefore = plan.ExpiresAt;

    public DateTimeOffset? AnswerBefore { get; private set; }

    public RemediationState State { get; private set; } = RemediationState.Proposed;

    public bool IsEnough => glassIsBroken || approvers.Count >= plan.ApprovalsNeeded;

    private bool IsOpen => State is RemediationState.Proposed or RemediationState.Approved;

    /// <summary>When it was claimed, on the clock that nobody can set.</summary>
    public long ClaimedAt { get; private set; }

    public bool MayType(FakeTimeProvider clock) => State == RemediationState.Claimed && ClaimLasts(clock);

    /// <summary>On both clocks.</summary>
    public bool ClaimLasts(FakeTimeProvider clock) =>
        clock.GetElapsedTime(ClaimedAt) < TypeWithin && clock.GetUtcNow() < typeBefore;

    public bool Takes(RemediationWish wish, DateTimeOffset now, FakeTimeProvider clock)
    {
        var inTime = now < plan.ExpiresAt;
        return wish.Act switch
        {
            RemediationAct.Ask => State == RemediationState.Proposed && asked.Add(wish.Replica + 1),
            RemediationAct.Approve => inTime
                && IsPressedRightly(wish)
                && IsSecondPair(wish)
                && Approve(wish, alone: false),
            RemediationAct.BreakGlass => inTime
                && IsPressedRightly(wish)
                && setting.GlassOn
                && wish.Words
                && Approve(wish, alone: true),
            RemediationAct.Deny => IsOpen
                && IsPressedRightly(wish)
                && (IsLead(wish) || wish.By == plan.ProposedBy)
                && wish.Words
                && Become(RemediationState.Denied),
            RemediationAct.Expire => IsOpen && now >= beginBefore && Become(RemediationState.Expired),
            RemediationAct.Claim => State == RemediationState.Approved && now < beginBefore && Claim(now, clock),
            RemediationAct.Supersede => IsBeforeTyping && Become(RemediationState.Superseded),
            RemediationAct.Fail => IsBeforeTyping && Become(RemediationState.Failed),
            RemediationAct.Send => State is RemediationState.Claimed or RemediationState.Doubtful && Type(),
            RemediationAct.Doubt => Doubt(wish, now),
            RemediationAct.SayTyped => MayAnswer(wish) && Type(),
            RemediationAct.SayNotTyped => MayAnswer(wish) && Become(RemediationState.Failed),
            RemediationAct.Continue => State == RemediationState.Sent
                && setting.TwoSteps
                && typed == 1
                && wish.Words
                && GoOn(now),
            RemediationAct.Recheck => State == RemediationState.Verified
                && setting.LooksAfterRekey
                && !isRechecked
                && (isRechecked = true),
            _ => State == RemediationState.Sent && Become(RemediationState.Verified),
        };
    }

    private bool IsBeforeTyping =>
        State is RemediationState.Approved or RemediationState.Claimed or RemediationState.Doubtful;

    private bool MayAnswer(RemediationWish wish) =>
        State == RemediationState.Doubtful && IsPressedRightly(wish) && (IsLead(wish) || wish.By == plan.ProposedBy);

    /// <summary>Once, and then in other words, which give nobody more time to answer.</summary>
    private bool Doubt(RemediationWish wish, DateTimeOffset now)
    {
        if (State == RemediationState.Claimed)
        {
            AnswerBefore = now.AddHours(4);
        }
        else if (State != RemediationState.Doubtful || wish.DoubtInWords == doubt)
        {
            return false;
        }

        doubt = wish.DoubtInWords;
        return Become(RemediationState.Doubtful);
    }

    private bool Claim(DateTimeOffset now, FakeTimeProvider clock)
    {
        (typeBefore, ClaimedAt) = (now + TypeWithin, clock.GetTimestamp());
        return Become(RemediationState.Claimed);
    }

    private bool Type()
    {
        typed++;
        return Become(RemediationState.Sent);
    }

    private bool GoOn(DateTimeOffset now)
    {
        beginBefore = now.AddMinutes(15);
        return Become(RemediationState.Approved);
    }

    private static bool IsPressedRightly(RemediationWish wish) =>
        wish.By.EntraId.Length > 0 && wish.RightDigest && wish.RightVenue;

    private static bool IsLead(RemediationWish wish) => wish.Leads.Contains(wish.By.EntraId);

    private bool IsSecondPair(RemediationWish wish) =>
        wish.By != plan.ProposedBy && !approvers.Contains(wish.By.EntraId);

    private bool Approve(RemediationWish wish, bool alone)
    {
        if (
            State != RemediationState.Proposed
            || !IsLead(wish)
            || (setting.TicketDemanded && !wish.Words && !hasTicket)
        )
        {
            return false;
        }

        // Whoever has approved and is no lead any more goes first, one at a time.
        if (approvers.FirstOrDefault(id => id != wish.By.EntraId && !MayStill(id, wish)) is { } gone)
        {
            return approvers.Remove(gone);
        }

        approvers.Add(wish.By.EntraId);
        hasTicket |= wish.Words;
        glassIsBroken |= alone;
        return Become(IsEnough ? RemediationState.Approved : RemediationState.Proposed);
    }

    private static bool MayStill(string id, RemediationWish wish) => wish.Leads.Contains(id);

    private bool Become(RemediationState next)
    {
        State = next;
        return true;
    }
}
