using CsCheck;
using Microsoft.Extensions.Time.Testing;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Gateways.Changes;

/// <summary>
/// Two replicas that each keep their own picture of one remediation, and a journal that takes an entry only from whoever has seen all before it. Whatever is
/// wished, how often and in whatever order, with a clock that jumps both ways: what is journaled is what a simple model allows.
/// </summary>
public sealed class RemediationModelTest
{
    private static readonly Venue Elsewhere = new(Shortcuts.Venue.Tenant, "19:other@thread.tacv2");

    private static readonly Person[] People =
    [
        Plans.OnCall,
        Plans.Lead,
        Plans.OtherLead,
        new("0a000000-0000-0000-0000-000000000009", "Nobody"),
        new("", "Guest"),
    ];

    private static readonly TimeSpan TypeWithin = TimeSpan.FromSeconds(20);

    private enum Act
    {
        Ask,
        Approve,
        BreakGlass,
        Deny,
        Expire,
        Claim,
        Type,
        Supersede,
        Send,
        Fail,
        Doubt,
        SayTyped,
        SayNotTyped,
        Continue,
        Verify,
        Recheck,
    }

    /// <param name="Replica">Which replica gets the wish.</param>
    /// <param name="LooksFirst">It reads the journal before; else it decides by what it last saw.</param>
    /// <param name="Times">Delivered so often.</param>
    /// <param name="SecondsOn">So far time goes on before; backwards, and with <paramref name="Jumps"/> forwards too, only the wall clock does.</param>
    private sealed record Wish(
        Act Act,
        Person By,
        bool RightDigest,
        bool RightVenue,
        bool Words,
        int Replica,
        bool LooksFirst,
        int Times,
        int SecondsOn,
        bool Jumps
    );

    private sealed record Setting(
        int Proposer,
        int Needed,
        bool TicketDemanded,
        bool GlassOn,
        bool TwoSteps = false,
        bool LooksAfterRekey = false
    );

    private static readonly Gen<bool> Mostly = Gen.Frequency((7, Gen.Const(true)), (1, Gen.Const(false)));

    private static readonly Gen<Wish> AnyWish = Gen.Select(
        Gen.Frequency(
            (1, Gen.Const(Act.Ask)),
            (5, Gen.Const(Act.Approve)),
            (1, Gen.Const(Act.BreakGlass)),
            (1, Gen.Const(Act.Deny)),
            (1, Gen.Const(Act.Expire)),
            (4, Gen.Const(Act.Claim)),
            (2, Gen.Const(Act.Type)),
            (1, Gen.Const(Act.Supersede)),
            (3, Gen.Const(Act.Send)),
            (1, Gen.Const(Act.Fail)),
            (1, Gen.Const(Act.Doubt)),
            (2, Gen.Const(Act.SayTyped)),
            (1, Gen.Const(Act.SayNotTyped)),
            (3, Gen.Const(Act.Continue)),
            (2, Gen.Const(Act.Verify)),
            (1, Gen.Const(Act.Recheck))
        ),
        Gen.Frequency((1, Gen.Int[0, 0]), (5, Gen.Int[1, 2]), (1, Gen.Int[3, 4])),
        Gen.Select(Mostly, Mostly, Mostly),
        Gen.Select(Gen.Int[0, 1], Mostly, Gen.Int[1, 3]),
        Gen.Select(
            Gen.Frequency((4, Gen.Int[0, 9]), (4, Gen.Int[0, 60]), (1, Gen.Int[-600, 0]), (1, Gen.Int[600, 1200])),
            Mostly
        ),
        (act, person, right, how, seconds) =>
            new Wish(
                act,
                People[person],
                right.Item1,
                right.Item2,
                right.Item3,
                how.Item1,
                how.Item2,
                how.Item3,
                seconds.Item1,
                !seconds.Item2
            )
    );

    private static readonly Gen<Setting> AnySetting = Gen.Select(
        Gen.Int[0, 3],
        Gen.Int[1, 2],
        Gen.Select(Gen.Bool, Gen.Bool),
        Gen.Select(Gen.Bool, Gen.Bool),
        (proposer, needed, asks, goesOn) =>
            new Setting(proposer, needed, asks.Item1, asks.Item2, goesOn.Item1, goesOn.Item2)
    );

    [Fact]
    public void WhatIsJournaledIsWhatTheModelAllows() =>
        Gen.Select(AnySetting, AnyWish.Array[0, 40])
            .Sample((setting, wishes) => _ = Live(setting, wishes), iter: 20_000);

    [Fact]
    public void TheInterestingWaysAreWalked()
    {
        var walked = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        Gen.Select(AnySetting, AnyWish.Array[0, 40])
            .Sample(
                (setting, wishes) =>
                {
                    var (remediation, conflicts) = Live(setting, wishes);
                    walked.TryAdd(remediation.State.ToString(), 0);
                    if (conflicts > 0)
                    {
                        walked.TryAdd("conflict", 0);
                    }

                    if (remediation is { SentAt: not null, Plan.ApprovalsNeeded: 2, BrokeGlass: null })
                    {
                        walked.TryAdd("sent by two", 0);
                    }

                    if (
                        remediation is { SentAt: not null, BrokeGlass: not null } alone
                        && alone.Approvals[^1].By.IsSameAs(alone.Plan.ProposedBy)
                    )
                    {
                        walked.TryAdd("sent by one alone", 0);
                    }

                    if (remediation.Asked.Count == 2)
                    {
                        walked.TryAdd("asked twice", 0);
                    }

                    if (remediation.Typed.Count == 2)
                    {
                        walked.TryAdd("both ends", 0);
                    }

                    if (remediation.AfterRekey is not null)
                    {
                        walked.TryAdd("after the rekey", 0);
                    }

                    if (remediation is { AnswerBefore: not null, State: RemediationState.Verified })
                    {
                        walked.TryAdd("somebody knew", 0);
                    }
                },
                iter: 20_000
            );
        string[] expected =
        [
            .. Enum.GetNames<RemediationState>(),
            "conflict",
            "sent by two",
            "sent by one alone",
            "asked twice",
            "both ends",
            "after the rekey",
            "somebody knew",
        ];
        Assert.Equal(expected.Order(), walked.Keys.Order());
    }

    private static void Pass(FakeTimeProvider clock, Wish wish)
    {
        var time = TimeSpan.FromSeconds(wish.SecondsOn);
        if (wish.Jumps || wish.SecondsOn < 0)
        {
            clock.AdjustTime(clock.GetUtcNow() + time);
        }
        else
        {
            clock.Advance(time);
        }
    }

    private static (Remediation Remediation, int Conflicts) Live(Setting setting, Wish[] wishes)
    {
        var plan = (
            setting.TwoSteps ? Plans.BothEnds(People[setting.Proposer]) : Plans.ClearPeer(People[setting.Proposer])
        ) with
        {
            ApprovalsNeeded = setting.Needed,
        };
        var rules = new ApprovalRules(
            [new Approvers([.. Plans.Leads], [])],
            setting.TicketDemanded ? new TicketPattern(@"INC\d+") : null,
            setting.GlassOn
        );
        var journal = new List<RemediationEvent> { Remediation.Propose(plan, Plans.Noon).Granted! };
        var seen = new[] { Remediation.Of(journal)!, Remediation.Of(journal)! };
        var upTo = new[] { 1, 1 };
        var model = new Model(plan, setting);
        var conflicts = 0;
        var clock = new FakeTimeProvider(Plans.Noon);
        foreach (var wish in wishes)
        {
            Pass(clock, wish);
            var now = clock.GetUtcNow();
            for (var time = 0; time < wish.Times; time++)
            {
                var me = wish.Replica;
                if (wish.LooksFirst)
                {
                    (seen[me], upTo[me]) = (Remediation.Of(journal)!, journal.Count);
                }

                var isCurrent = upTo[me] == journal.Count;
                if (wish.Act == Act.Type)
                {
                    // Whoever has not seen that it was decided otherwise may type all the same: whoever else goes on waits the claim's time out.
                    var authorization = seen[me].Authorize("claim", clock, model.ClaimedAt);
                    Assert.True(authorization is null || model.ClaimLasts(clock));
                    Assert.True(!isCurrent || (authorization is not null) == model.MayType(clock));
                    continue;
                }

                var decision = Decide(seen[me], wish, rules, now, setting.LooksAfterRekey);
                if (isCurrent)
                {
                    Assert.Equal(model.Takes(wish, now, clock), decision.IsGranted);
                    Assert.True(decision.IsGranted || decision.Refusal.EndsWith('.'));
                }

                if (decision.IsGranted && isCurrent)
                {
                    journal.Add(decision.Granted);
                    (seen[me], upTo[me]) = (seen[me].After(decision.Granted), journal.Count);
                    Assert.Equal(model.State, seen[me].State);
                    Assert.Equal(
                        model.State >= RemediationState.Claimed || model.IsEnough,
                        seen[me].ApprovedBy is not null
                    );
                }
                else if (decision.IsGranted)
                {
                    // Somebody else was quicker: nothing happens, and the journal is read.
                    conflicts++;
                    (seen[me], upTo[me]) = (Remediation.Of(journal)!, journal.Count);
                }
            }
        }

        var end = Remediation.Of(journal)!;
        Assert.Equal(model.State, end.State);
        var steps = plan.Steps.Count;
        Assert.True(journal.OfType<RemediationEvent.Claimed>().Count() <= steps);
        Assert.True(
            journal.Count(e => e is RemediationEvent.Sent or RemediationEvent.Answered { WasTyped: true }) <= steps
        );
        Assert.Equal(end.Typed.Select(t => t.Step.Gateway), plan.Steps.Select(s => s.Gateway).Take(end.Typed.Count));
        return (end, conflicts);
    }

    private static Decision Decide(
        Remediation remediation,
        Wish wish,
        ApprovalRules rules,
        DateTimeOffset now,
        bool looksAfterRekey
    )
    {
        var press = new Press(
            wish.By,
            wish.RightDigest ? remediation.Digest : "0",
            wish.RightVenue ? Shortcuts.Venue : Elsewhere,
            Reason: wish.Words ? "because" : " ",
            Ticket: wish.Words ? "INC7" : null,
            BreakGlass: wish.Act == Act.BreakGlass
        );
        return wish.Act switch
        {
            Act.Approve or Act.BreakGlass => remediation.Approve(press, rules, now),
            Act.Deny => remediation.Deny(press, rules, now),
            Act.Expire => remediation.Expire(now),
            Act.Ask => remediation.Ask(wish.Replica + 1, new Approvers([.. Plans.Leads], []), now),
            Act.Claim => remediation.Claim("claim", now, TypeWithin),
            Act.Supersede => remediation.Supersede("other SPIs", now),
            Act.Send => remediation.Send("", doubt: null, now),
            Act.Fail => remediation.Fail("gone", output: null, mayHaveBeenTyped: false, now),
            Act.Doubt => remediation.Doubt("gone", now, TimeSpan.FromHours(4)),
            Act.SayTyped or Act.SayNotTyped => remediation.Answer(press, rules, wish.Act == Act.SayTyped, now),
            Act.Continue => remediation.Continue(
                new RemediationOutcome(wish.Words ? OutcomeVerdict.DidNotHelp : OutcomeVerdict.Helped, "?", []),
                [],
                now,
                TimeSpan.FromMinutes(15)
            ),
            Act.Recheck => remediation.Recheck(new RemediationOutcome(OutcomeVerdict.Helped, "?", []), now),
            _ => remediation.Verify(
                new RemediationOutcome(OutcomeVerdict.CannotTell, "?", []),
                now,
                looksAfterRekey ? now.AddHours(8) : null
            ),
        };
    }

    /// <summary>The rules once more, as plainly as they can be said.</summary>
    private sealed class Model(RemediationPlan plan, Setting setting)
    {
        private readonly HashSet<string> approvers = [];
        private readonly HashSet<int> asked = [];
        private DateTimeOffset typeBefore;
        private bool hasTicket;
        private bool glassIsBroken;
        private int typed;
        private bool isRechecked;
        private DateTimeOffset beginBefore = plan.ExpiresAt;

        public RemediationState State { get; private set; } = RemediationState.Proposed;

        public bool IsEnough => glassIsBroken || approvers.Count >= plan.ApprovalsNeeded;

        private bool IsOpen => State is RemediationState.Proposed or RemediationState.Approved;

        /// <summary>When it was claimed, on the clock that nobody can set.</summary>
        public long ClaimedAt { get; private set; }

        public bool MayType(FakeTimeProvider clock) => State == RemediationState.Claimed && ClaimLasts(clock);

        /// <summary>On both clocks.</summary>
        public bool ClaimLasts(FakeTimeProvider clock) =>
            clock.GetElapsedTime(ClaimedAt) < TypeWithin && clock.GetUtcNow() < typeBefore;

        public bool Takes(Wish wish, DateTimeOffset now, FakeTimeProvider clock)
        {
            var inTime = now < plan.ExpiresAt;
            return wish.Act switch
            {
                Act.Ask => State == RemediationState.Proposed && asked.Add(wish.Replica + 1),
                Act.Approve => inTime && IsPressedRightly(wish) && IsSecondPair(wish) && Approve(wish, alone: false),
                Act.BreakGlass => inTime
                    && IsPressedRightly(wish)
                    && setting.GlassOn
                    && wish.Words
                    && Approve(wish, alone: true),
                Act.Deny => IsOpen
                    && IsPressedRightly(wish)
                    && (IsLead(wish) || wish.By == plan.ProposedBy)
                    && wish.Words
                    && Become(RemediationState.Denied),
                Act.Expire => IsOpen && now >= beginBefore && Become(RemediationState.Expired),
                Act.Claim => State == RemediationState.Approved && now < beginBefore && Claim(now, clock),
                Act.Supersede => IsBeforeTyping && Become(RemediationState.Superseded),
                Act.Fail => IsBeforeTyping && Become(RemediationState.Failed),
                Act.Send => State is RemediationState.Claimed or RemediationState.Doubtful && Type(),
                Act.Doubt => State == RemediationState.Claimed && Become(RemediationState.Doubtful),
                Act.SayTyped => MayAnswer(wish) && Type(),
                Act.SayNotTyped => MayAnswer(wish) && Become(RemediationState.Failed),
                Act.Continue => State == RemediationState.Sent
                    && setting.TwoSteps
                    && typed == 1
                    && wish.Words
                    && GoOn(now),
                Act.Recheck => State == RemediationState.Verified
                    && setting.LooksAfterRekey
                    && !isRechecked
                    && (isRechecked = true),
                _ => State == RemediationState.Sent && Become(RemediationState.Verified),
            };
        }

        private bool IsBeforeTyping =>
            State is RemediationState.Approved or RemediationState.Claimed or RemediationState.Doubtful;

        private bool MayAnswer(Wish wish) =>
            State == RemediationState.Doubtful
            && IsPressedRightly(wish)
            && (IsLead(wish) || wish.By == plan.ProposedBy);

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

        private static bool IsPressedRightly(Wish wish) =>
            wish.By.EntraId.Length > 0 && wish.RightDigest && wish.RightVenue;

        private static bool IsLead(Wish wish) => Plans.Leads.Contains(wish.By.EntraId);

        private bool IsSecondPair(Wish wish) => wish.By != plan.ProposedBy && !approvers.Contains(wish.By.EntraId);

        private bool Approve(Wish wish, bool alone)
        {
            if (
                State != RemediationState.Proposed
                || !IsLead(wish)
                || (setting.TicketDemanded && !wish.Words && !hasTicket)
            )
            {
                return false;
            }

            approvers.Add(wish.By.EntraId);
            hasTicket |= wish.Words;
            glassIsBroken |= alone;
            return Become(IsEnough ? RemediationState.Approved : RemediationState.Proposed);
        }

        private bool Become(RemediationState next)
        {
            State = next;
            return true;
        }
    }
}
