using System.Collections.Concurrent;
using System.Net;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using SpiBot.Gateways.Duties;
using SpiBot.Tests.Gateways.Changes;

namespace SpiBot.Tests.Gateways.Duties;

/// <summary>
/// Two replicas with pictures of one duty that may be old, a journal that takes an entry only from whoever has seen all before it, and a clock that jumps both ways:
/// nothing is set by anybody but the holder or after the deadline, and nothing is taken away once it was seen to be gone.
/// </summary>
public sealed class DutyModelTests
{
    private const string Holder = "silo-1";

    private static readonly DutyTask Task = new(
        DutyTask.Prefix + "1",
        "hq-fw1",
        Context: null,
        new Leftover.Debug(IPAddress.Parse("203.0.113.9")),
        ["debug crypto condition peer 203.0.113.9"],
        new Removal(["debug crypto condition reset"], ["no debug crypto condition peer 203.0.113.9"]),
        Plans.Noon.AddMinutes(2),
        "JAD1",
        Holder,
        "a test"
    );

    private enum Act
    {
        AskToSet,
        AskToRemove,
        GrowLate,
        SeeGone,
        Due,
    }

    /// <param name="Times">Delivered so often.</param>
    private sealed record Wish(
        Act Act,
        int Replica,
        bool LooksFirst,
        int Times,
        int SecondsOn,
        Whereabouts Found,
        bool HolderLives
    );

    private static readonly Gen<Wish> AnyWish = Gen.Select(
        Gen.Frequency(
            (3, Gen.Const(Act.AskToSet)),
            (3, Gen.Const(Act.AskToRemove)),
            (1, Gen.Const(Act.GrowLate)),
            (1, Gen.Const(Act.SeeGone)),
            (2, Gen.Const(Act.Due))
        ),
        Gen.Int[0, 1],
        Gen.Frequency((5, Gen.Const(true)), (2, Gen.Const(false))),
        Gen.Int[1, 3],
        Gen.Frequency((8, Gen.Int[0, 30]), (1, Gen.Int[-600, 0]), (1, Gen.Int[100, 1200])),
        Gen.Enum<Whereabouts>(),
        Gen.Bool,
        (act, replica, looks, times, seconds, found, lives) =>
            new Wish(act, replica, looks, times, seconds, found, lives)
    );

    [Fact]
    public void Whatever_is_wished_in_whatever_order()
    {
        var walked = new ConcurrentDictionary<string, byte>();
        AnyWish
            .Array[0, 30]
            .Sample(
                wishes =>
                {
                    foreach (var what in Live(wishes))
                    {
                        walked.TryAdd(what, 0);
                    }
                },
                iter: 20_000
            );
        Assert.Equal(
            [
                "conflict",
                "late",
                "may set",
                "not due",
                "removal",
                "removed",
                "set again after the clock went back",
                "too late to set",
            ],
            walked.Keys.Order()
        );
    }

    private static List<string> Live(Wish[] wishes)
    {
        var walked = new List<string>();
        var journal = new List<DutyEvent> { Duty.Take(Task, Plans.Noon)! };
        var seen = new[] { Duty.Of(journal)!, Duty.Of(journal)! };
        var upTo = new[] { 1, 1 };
        var (late, removed) = (false, false);
        var now = Plans.Noon;
        var wentBack = false;
        foreach (var wish in wishes)
        {
            now += TimeSpan.FromSeconds(wish.SecondsOn);
            wentBack |= wish.SecondsOn < 0;
            for (var time = 0; time < wish.Times; time++)
            {
                var me = wish.Replica;
                if (wish.LooksFirst)
                {
                    (seen[me], upTo[me]) = (Duty.Of(journal)!, journal.Count);
                }

                var isCurrent = upTo[me] == journal.Count;
                switch (wish.Act)
                {
                    case Act.AskToSet:
                        var clock = new FakeTimeProvider(Plans.Noon);
                        clock.AdjustTime(now);
                        var stranger = seen[me].AuthorizeSetting("silo-2", clock);
                        Assert.Null(stranger);
                        var right = seen[me].AuthorizeSetting(Holder, clock);
                        if (isCurrent)
                        {
                            Assert.Equal(!late && !removed && now < Task.Deadline, right is not null);
                        }

                        walked.Add(
                            right is null ? "too late to set"
                            : wentBack ? "set again after the clock went back"
                            : "may set"
                        );
                        if (right is not null)
                        {
                            Assert.Equal(Task.Set, right.Lines);
                            // However far the clock was set back: no longer than was written down.
                            clock.Advance(TimeSpan.FromMinutes(2));
                            Assert.False(right.StillHolds);
                        }

                        break;
                    case Act.AskToRemove:
                        var removal = seen[me].AuthorizeRemoval(wish.Found);
                        if (isCurrent)
                        {
                            var typed = wish.Found is Whereabouts.Here or Whereabouts.BesideOthers;
                            Assert.Equal(!removed && typed, removal is not null);
                        }

                        if (removal is not null)
                        {
                            walked.Add("removal");
                            Assert.True(removal.StillHolds);
                            Assert.Equal(
                                wish.Found == Whereabouts.Here ? Task.Removal.Here : Task.Removal.BesideOthers,
                                removal.Lines
                            );
                        }

                        break;
                    case Act.Due:
                        var due = seen[me].IsDue(now, wish.HolderLives);
                        if (isCurrent)
                        {
                            Assert.Equal(!removed && (now >= Task.Deadline || !wish.HolderLives), due);
                        }

                        if (!due)
                        {
                            walked.Add("not due");
                        }

                        break;
                    default:
                        DutyEvent? wished =
                            wish.Act == Act.GrowLate ? seen[me].GrowLate("?", now) : seen[me].Remove("!", now);
                        if (isCurrent)
                        {
                            Assert.Equal(!removed && (wish.Act == Act.SeeGone || !late), wished is not null);
                        }

                        if (wished is null)
                        {
                            break;
                        }

                        if (!isCurrent)
                        {
                            walked.Add("conflict");
                            (seen[me], upTo[me]) = (Duty.Of(journal)!, journal.Count);
                            break;
                        }

                        journal.Add(wished);
                        (seen[me], upTo[me]) = (seen[me].After(wished), journal.Count);
                        (late, removed) = (late || wished is DutyEvent.Late, removed || wished is DutyEvent.Removed);
                        walked.Add(removed ? "removed" : "late");
                        break;
                }
            }
        }

        var end = Duty.Of(journal)!;
        Assert.Equal(!removed, end.IsOpen);
        Assert.Equal(late, end.LateSince is not null);
        Assert.InRange(journal.OfType<DutyEvent.Removed>().Count(), 0, 1);
        return walked;
    }

    [Fact]
    public void Of_many_at_once_one_sees_it_gone()
    {
        // In earnest: threads that all read, decide and append to a journal that refuses whoever is late.
        for (var round = 0; round < 200; round++)
        {
            var journal = new List<DutyEvent> { Duty.Take(Task, Plans.Noon)! };
            var gate = new Lock();
            var won = 0;
            Parallel.For(
                0,
                8,
                replica =>
                {
                    DutyEvent[] read;
                    lock (gate)
                    {
                        read = [.. journal];
                    }

                    DutyEvent? wished =
                        replica % 3 == 0
                            ? Duty.Of(read)!.GrowLate("?", Plans.Noon)
                            : Duty.Of(read)!.Remove("!", Plans.Noon);
                    lock (gate)
                    {
                        if (wished is not null && journal.Count == read.Length)
                        {
                            journal.Add(wished);
                            won += wished is DutyEvent.Removed ? 1 : 0;
                        }
                    }
                }
            );
            Assert.InRange(won, 0, 1);
            Assert.Equal(won == 0, Duty.Of(journal)!.IsOpen);
        }
    }

    [Theory]
    [InlineData("no lines", true, false, 1)]
    [InlineData("no way back", false, true, 1)]
    [InlineData("over already", true, true, -1)]
    public void What_answers_for_nothing_is_not_taken(string why, bool undo, bool set, int minutes)
    {
        var task = Task with
        {
            Set = set ? Task.Set : [],
            Removal = undo ? Task.Removal : new Removal([], []),
            Deadline = Plans.Noon.AddMinutes(minutes),
        };
        Assert.True(Duty.Take(task, Plans.Noon) is null, why);
    }

    [Fact]
    public void What_was_found_is_taken_away_and_never_set()
    {
        var found = Duty.Of([Duty.Take(Task with { Set = [], Found = true }, Plans.Noon)!])!;

        Assert.Null(Duty.Take(Task with { Found = true }, Plans.Noon));
        Assert.Null(found.AuthorizeSetting(Holder, new FakeTimeProvider(Plans.Noon)));
        Assert.Equal(Task.Removal.Here, found.AuthorizeRemoval(Whereabouts.Here)!.Lines);
    }

    [Fact]
    public void A_damaged_journal_is_told_of()
    {
        var taken = Duty.Take(Task, Plans.Noon)!;
        var gone = new DutyEvent.Removed(Plans.Noon, "!");
        Assert.Throws<InvalidOperationException>(() => Duty.Of([gone]));
        Assert.Throws<InvalidOperationException>(() => Duty.Of([taken, gone, gone]));
        Assert.Throws<InvalidOperationException>(() => Duty.Of([taken, gone, new DutyEvent.Late(Plans.Noon, "?")]));
        Assert.Null(Duty.Of([]));
    }
}
