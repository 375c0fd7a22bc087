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
public sealed class RemediationModelTests
{
    private static readonly Venue Elsewhere = new(Shortcuts.Venue.Tenant, "19:other@thread.tacv2");

    [Fact]
    public void What_is_journaled_is_what_the_model_allows_on_every_interesting_way()
    {
        var walked = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        Gen.Select(RemediationSetting.Any, RemediationWish.Any.Array[0, 40])
            .Sample(
                (setting, wishes) =>
                {
                    var (journal, conflicts) = Live(setting, wishes);
                    var remediation = Remediation.Of(journal)!;
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

                    if (remediation is { Lapsed.Count: > 0, Approvals.Count: > 0 })
                    {
                        walked.TryAdd("approved after one had lapsed", 0);
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

                    if (journal.OfType<RemediationEvent.Doubted>().Count() > 1 && remediation.Typed.Count < 2)
                    {
                        walked.TryAdd("doubted in other words", 0);
                    }

                    if (remediation is { AnswerBefore: not null, State: RemediationState.Verified })
                    {
                        walked.TryAdd("somebody knew", 0);
                    }
                },
                iter: 12_000
            );
        string[] expected =
        [
            .. Enum.GetNames<RemediationState>(),
            "conflict",
            "sent by two",
            "sent by one alone",
            "approved after one had lapsed",
            "asked twice",
            "both ends",
            "after the rekey",
            "somebody knew",
            "doubted in other words",
        ];
        Assert.Equal(expected.Order(), walked.Keys.Order());
    }

    private static void Pass(FakeTimeProvider clock, RemediationWish wish)
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

    private static (IReadOnlyList<RemediationEvent> Journal, int Conflicts) Live(
        RemediationSetting setting,
        RemediationWish[] wishes
    )
    {
        var plan = (
            setting.TwoSteps
                ? Plans.BothEnds(RemediationWish.People[setting.Proposer])
                : Plans.ClearPeer(RemediationWish.People[setting.Proposer])
        ) with
        {
            ApprovalsNeeded = setting.Needed,
        };
        var journal = new List<RemediationEvent> { Remediation.Propose(plan, Plans.Noon).Granted! };
        var seen = new[] { Remediation.Of(journal)!, Remediation.Of(journal)! };
        var upTo = new[] { 1, 1 };
        var model = new RemediationModel(plan, setting);
        var conflicts = 0;
        var clock = new FakeTimeProvider(Plans.Noon);
        foreach (var wish in wishes)
        {
            Pass(clock, wish);
            var rules = new ApprovalRules(
                [new Approvers([.. wish.Leads], [])],
                setting.TicketDemanded ? new TicketPattern(@"INC\d+") : null,
                setting.GlassOn
            );
            var now = clock.GetUtcNow();
            for (var time = 0; time < wish.Times; time++)
            {
                var me = wish.Replica;
                if (wish.LooksFirst)
                {
                    (seen[me], upTo[me]) = (Remediation.Of(journal)!, journal.Count);
                }

                var isCurrent = upTo[me] == journal.Count;
                if (wish.Act == RemediationAct.Type)
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
                    Assert.True(
                        seen[me].State != RemediationState.Doubtful || seen[me].AnswerBefore == model.AnswerBefore
                    );
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
        return (journal, conflicts);
    }

    private static Decision Decide(
        Remediation remediation,
        RemediationWish wish,
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
            BreakGlass: wish.Act == RemediationAct.BreakGlass
        );
        return wish.Act switch
        {
            RemediationAct.Approve or RemediationAct.BreakGlass => remediation.Approve(press, rules, now),
            RemediationAct.Deny => remediation.Deny(press, rules, now),
            RemediationAct.Expire => remediation.Expire(now),
            RemediationAct.Ask => remediation.Ask(wish.Replica + 1, new Approvers([.. Plans.Leads], []), now),
            RemediationAct.Claim => remediation.Claim("claim", now, RemediationModel.TypeWithin),
            RemediationAct.Supersede => remediation.Supersede("other SPIs", now),
            RemediationAct.Send => remediation.Send("", doubt: null, now),
            RemediationAct.Fail => remediation.Fail("gone", output: null, mayHaveBeenTyped: false, now),
            RemediationAct.Doubt => remediation.Doubt(wish.DoubtInWords, now, TimeSpan.FromHours(4)),
            RemediationAct.SayTyped or RemediationAct.SayNotTyped => remediation.Answer(
                press,
                rules,
                wish.Act == RemediationAct.SayTyped,
                now
            ),
            RemediationAct.Continue => remediation.Continue(
                new RemediationOutcome(wish.Words ? OutcomeVerdict.DidNotHelp : OutcomeVerdict.Helped, "?", []),
                [],
                now,
                TimeSpan.FromMinutes(15)
            ),
            RemediationAct.Recheck => remediation.Recheck(new RemediationOutcome(OutcomeVerdict.Helped, "?", []), now),
            _ => remediation.Verify(
                new RemediationOutcome(OutcomeVerdict.CannotTell, "?", []),
                now,
                looksAfterRekey ? now.AddHours(8) : null
            ),
        };
    }
}
