using CsCheck;
using Microsoft.Extensions.Time.Testing;
using SpiBot.Gateways.Changes;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Gateways.Changes;

/// <summary>Whatever people and gateways do, in whatever order: what must never be in a journal is not in it.</summary>
public sealed class RemediationPropertyTests
{
    private static readonly RemediationOutcome Outcome = new(OutcomeVerdict.CannotTell, "?", []);

    private static readonly Person[] People =
    [
        Plans.OnCall,
        Plans.Lead,
        Plans.OtherLead,
        new("0a000000-0000-0000-0000-000000000009", "Nobody"),
        new("", "Guest"),
    ];

    private sealed record Wish(int Kind, int Person, bool RightDigest, int SecondsOn);

    private static readonly Gen<Wish[]> Wishes = Gen.Select(
            Gen.Int[0, 9],
            Gen.Int[0, People.Length - 1],
            Gen.Frequency((4, Gen.Const(true)), (1, Gen.Const(false))),
            Gen.Frequency((6, Gen.Int[0, 60]), (1, Gen.Int[600, 1200]))
        )
        .Select((kind, person, digest, seconds) => new Wish(kind, person, digest, seconds))
        .Array[0, 25];

    [Fact]
    public void No_order_of_wishes_breaks_the_rules() =>
        Gen.Select(Gen.Int[0, People.Length - 2], Wishes)
            .Sample(
                (proposer, wishes) =>
                {
                    var plan = Plans.ClearPeer(People[proposer]);
                    var journal = Live(plan, wishes);
                    var approvals = journal.OfType<RemediationEvent.Approved>().ToList();
                    var claims = journal.OfType<RemediationEvent.Claimed>().ToList();
                    var sent = journal.OfType<RemediationEvent.Sent>().ToList();
                    Assert.True(approvals.Count <= 1 && claims.Count <= 1 && sent.Count <= 1);
                    Assert.All(
                        approvals,
                        a =>
                        {
                            Assert.Contains(a.By.EntraId, Plans.Leads);
                            Assert.NotEqual(plan.ProposedBy.EntraId, a.By.EntraId);
                            Assert.Equal(PlanDigest.Of(plan), a.Digest);
                            Assert.True(a.At < plan.ExpiresAt);
                        }
                    );
                    Assert.True(claims.Count <= approvals.Count && sent.Count <= claims.Count);
                    Assert.All(claims, c => Assert.True(c.At < plan.ExpiresAt));
                    if (journal.Exists(e => e is RemediationEvent.Denied or RemediationEvent.Expired))
                    {
                        Assert.Empty(sent);
                    }

                    // The same journal, read again, tells the same.
                    var again = Remediation.Of(journal)!;
                    var ends = journal.FindIndex(e => Remediation.Of(journal[..(journal.IndexOf(e) + 1)])!.HasEnded);
                    Assert.True(ends == -1 ? !again.HasEnded : ends == journal.Count - 1);
                }
            );

    /// <summary>Whatever is done to the wall clock: nothing is typed once the claim's time is over, and a clock that nobody puts ahead ends no claim early.</summary>
    [Fact]
    public void No_clock_that_is_set_gives_a_claim_more_time() =>
        Gen.Select(Gen.Int[0, 9_000], Gen.Frequency((2, Gen.Const(0)), (1, Gen.Int[-7200, 7200])))
            .Array[1, 12]
            .Sample(steps =>
            {
                var within = TimeSpan.FromSeconds(20);
                var clock = new FakeTimeProvider(Plans.Noon.AddMinutes(1));
                var began = clock.GetTimestamp();
                var journal = Live(Plans.ClearPeer(), [new Wish(0, 1, RightDigest: true, SecondsOn: 0)]);
                var approved = Remediation.Of(journal)!;
                var claimed = approved.After(approved.Claim("claim", clock.GetUtcNow(), within).Granted!);
                var authorization = claimed.Authorize("claim", clock, began)!;
                var ahead = 0;
                foreach (var (milliseconds, jump) in steps)
                {
                    clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
                    clock.AdjustTime(clock.GetUtcNow().AddSeconds(jump));
                    ahead = Math.Max(ahead, 0) + Math.Max(jump, 0);
                    var isOver = clock.GetElapsedTime(began) >= within;
                    Assert.False(isOver && authorization.StillHolds);
                    Assert.False(isOver && claimed.Authorize("claim", clock, began) is not null);
                    Assert.True(isOver || ahead > 0 || authorization.StillHolds);
                }
            });

    [Fact]
    public void Every_end_is_reached()
    {
        var ends = new System.Collections.Concurrent.ConcurrentDictionary<RemediationState, int>();
        Wishes.Sample(
            wishes => ends.AddOrUpdate(Remediation.Of(Live(Plans.ClearPeer(), wishes))!.State, 1, (_, n) => n + 1),
            iter: 20_000
        );
        Assert.Superset(Enum.GetValues<RemediationState>().ToHashSet(), ends.Keys.ToHashSet());
        Assert.Equal(Enum.GetValues<RemediationState>().Length, ends.Count);
    }

    private static List<RemediationEvent> Live(RemediationPlan plan, Wish[] wishes)
    {
        var now = Plans.Noon;
        var journal = new List<RemediationEvent> { Remediation.Propose(plan, now).Granted! };
        var remediation = Remediation.Of(journal)!;
        foreach (var wish in wishes)
        {
            now += TimeSpan.FromSeconds(wish.SecondsOn);
            var by = People[wish.Person];
            var digest = wish.RightDigest ? remediation.Digest : "0";
            var decision = wish.Kind switch
            {
                0 or 1 => remediation.Approve(digest, by, Plans.Leads, now),
                2 => remediation.Deny(digest, by, "no", Plans.Leads, now),
                3 => remediation.Expire(now),
                4 => remediation.Claim($"claim at {now}", now, TimeSpan.FromSeconds(20)),
                5 => remediation.Supersede("other SPIs", now),
                6 => remediation.Send("", null, now),
                7 => remediation.Fail("gone", null, false, now),
                8 => remediation.Doubt("gone", now, TimeSpan.FromHours(4)),
                _ => remediation.Verify(Outcome, now),
            };
            if (decision.IsGranted)
            {
                journal.Add(decision.Granted);
                remediation = remediation.After(decision.Granted);
            }
        }

        return journal;
    }
}
