using CsCheck;
using SpiBot.Tunnels.Watching;

namespace SpiBot.Tests.Tunnels.Watching;

public sealed class FaultWatchTests
{
    private static readonly FaultSign Drops = new(SignKind.Drops, "drops");
    private static readonly FaultSign Gone = new(SignKind.Gone, "gone");

    [Fact]
    public void A_fault_begins_with_the_second_look_in_a_row_that_shows_it()
    {
        Assert.Empty(After([Drops]).Open);
        Assert.Empty(After([Drops], [], [Drops]).Open);
        Assert.Empty(After([Drops], [Gone]).Open);
        Assert.Equal([SignKind.Drops], After([Drops], [Drops]).Open);
    }

    [Fact]
    public void It_is_over_after_three_looks_in_a_row_that_show_nothing()
    {
        Assert.Equal([SignKind.Drops], After([Drops], [Drops], [], []).Open);
        Assert.Equal([SignKind.Drops], After([Drops], [Drops], [], [], [Gone], [], []).Open);
        Assert.Empty(After([Drops], [Drops], [], [], []).Open);
    }

    [Fact]
    public void What_is_only_half_seen_is_neither_over_nor_forgotten()
    {
        var open = After([Drops], [Drops], [], []);
        Assert.NotEmpty(open.After([], whole: false).After([], whole: false).Open);
        Assert.Empty(open.After([], whole: false).After([], whole: true).Open);
    }

    [Fact]
    public void What_had_begun_before_a_restart_has_begun() =>
        Assert.Equal(
            [SignKind.Gone, SignKind.Drops],
            FaultWatch.From([SignKind.Gone]).After([Drops], true).After([Drops], true).Open
        );

    [Fact]
    public void Nothing_begins_that_two_looks_did_not_show() =>
        Gen.Int[0, 3]
            .Array[0, 40]
            .Sample(looks =>
            {
                var watch = FaultWatch.From([]);
                for (var i = 0; i < looks.Length; i++)
                {
                    var before = watch.Open;
                    watch = watch.After(Of(looks[i]), whole: true);
                    var begun = watch.Open.Except(before).ToList();
                    Assert.True(begun.Count == 0 || i > 0);
                    Assert.All(
                        begun,
                        kind =>
                        {
                            Assert.Contains(kind, Of(looks[i]).Select(sign => sign.Kind));
                            Assert.Contains(kind, Of(looks[i - 1]).Select(sign => sign.Kind));
                        }
                    );
                }
            });

    private static IReadOnlyList<FaultSign> Of(int bits) =>
        [.. (bits & 1) > 0 ? [Drops] : Array.Empty<FaultSign>(), .. (bits & 2) > 0 ? [Gone] : Array.Empty<FaultSign>()];

    private static FaultWatch After(params IReadOnlyList<FaultSign>[] looks) =>
        looks.Aggregate(FaultWatch.From([]), (watch, signs) => watch.After(signs, whole: true));
}
