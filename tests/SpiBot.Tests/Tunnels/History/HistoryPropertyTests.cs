using System.Text.Json;
using CsCheck;
using SpiBot.Operations.Storage;
using SpiBot.Tunnels;
using SpiBot.Tunnels.History;

namespace SpiBot.Tests.Tunnels.History;

public sealed class HistoryPropertyTests
{
    private static readonly Gen<TunnelReading[]> AnyReadings = Arbitrary
        .Reading.Select(reading => reading with { Box = reading.Box with { Gateway = "hq-fw1" } })
        .Array[0, 12];

    [Fact]
    public void Whatever_was_read_the_history_stays_in_order_and_a_reading_counts_once() =>
        AnyReadings.Sample(readings =>
        {
            var history = Past.Looked(readings).History;
            Assert.Equal(history, history.Looks == 0 ? history : history.With(readings.MaxBy(r => r.TakenAt)!));
            Assert.All(
                history.Spis,
                life =>
                {
                    Assert.True(life.FirstSeen <= life.LastSeen);
                    Assert.True(life.Born.After is null || life.Born.After <= life.Born.NoLaterThan);
                    Assert.True(life.Gone is null || life.Gone.NoLaterThan >= life.LastSeen);
                }
            );
            Assert.Equal(history.Spis.Count, history.Spis.DistinctBy(life => (life.Inbound, life.Spi)).Count());
            Assert.All(history.Drops, sample => Assert.True(sample.Dropped >= 0 && sample.From < sample.Until));
            Assert.All(
                history.Changes.Zip(history.Changes.Skip(1)),
                pair => Assert.NotEqual(pair.First.Up, pair.Second.Up)
            );
            foreach (var seconds in new[] { 1, 3600, 28_800 })
            {
                _ = DropBursts.AtMultiplesOf(history, TimeSpan.FromSeconds(seconds));
            }

            _ = (Rekeys.Usual(history), Rekeys.Of(history), Lifetimes.OfTime(history), UpTimes.Of(history));
        });

    [Fact]
    public void A_history_that_was_stored_is_the_same() =>
        AnyReadings.Sample(
            readings =>
            {
                var json = JsonSerializer.Serialize(Past.Looked(readings).History, OperationsJson.Options);
                var again = JsonSerializer.Deserialize<TunnelHistory>(json, OperationsJson.Options);
                Assert.Equal(json, JsonSerializer.Serialize(again, OperationsJson.Options));
            },
            iter: 30
        );

    /// <summary>However irregular the looks: a period is either not told, or the right one.</summary>
    [Fact]
    public void A_period_that_is_told_is_the_true_one() =>
        Gen.Select(Gen.OneOf(3600.0, 28_800.0), Gen.Double[0.001, 0.7].Array[5, 80])
            .Sample(
                (period, steps) =>
                {
                    var at = 0.0;
                    var looks = steps.Select(step => at += step * period).ToList();
                    var usual = Rekeys.Usual(Past.OfRekeys(period, looks).History);
                    Assert.True(
                        usual is null || Math.Abs(usual.Usual.TotalSeconds - period) <= 0.2 * period,
                        $"{usual}"
                    );
                }
            );

    [Fact]
    public void Looks_close_enough_tell_the_period()
    {
        var usual = Rekeys.Usual(Past.OfRekeys(3600, Enumerable.Range(0, 130).Select(i => i * 150.0)).History)!;
        Assert.Equal(3600, usual.Usual.TotalSeconds, 150.0);
        Assert.Equal(8, usual.Gaps);
        Assert.Null(Rekeys.Usual(Past.OfRekeys(3600, Enumerable.Range(0, 60).Select(i => i * 150.0)).History));
    }

    [Fact]
    public void Bursts_at_multiples_of_a_period_are_told_from_others() =>
        Gen.Select(
                Gen.OneOf(3600.0, 28_800.0),
                Gen.Int[1, 4].Array[2, 6],
                Gen.Double[-0.02, 0.02].Array[7],
                Gen.Double[0.15, 0.35]
            )
            .Sample(
                (period, steps, jitter, off) =>
                {
                    var at = 0.0;
                    double[] starts = [0, .. steps.Select((step, i) => (at += step * period) + (jitter[i] * period))];
                    var found = DropBursts.AtMultiplesOf(Past.OfBursts(starts).History, TimeSpan.FromSeconds(period));
                    Assert.Equal(new BurstRhythm(TimeSpan.FromSeconds(period), starts.Length, starts.Length), found);
                    // Each further off than the one before: at no multiple together.
                    double[] scattered = [.. starts.Select((start, i) => start + (i * off * period))];
                    Assert.Null(
                        DropBursts.AtMultiplesOf(Past.OfBursts(scattered[..3]).History, TimeSpan.FromSeconds(period))
                    );
                }
            );

    [Fact]
    public void A_burst_of_more_than_can_be_counted_is_the_most_that_can()
    {
        var past = new Past();
        foreach (var (at, drops) in new[] { (0, 0), (30, long.MaxValue), (60, 0), (90, long.MaxValue) })
        {
            past.Look(Some.Reading(Some.Box(at: at, drops: drops)));
        }

        Assert.Equal(long.MaxValue, Assert.Single(DropBursts.Of(past.History)).Dropped);
    }

    [Fact]
    public void A_burst_seen_over_several_looks_is_one()
    {
        var past = new Past();
        foreach (var (at, drops) in new[] { (0, 0), (30, 10), (60, 30), (90, 30), (3000, 30), (3030, 31) })
        {
            past.Look(Some.Reading(Some.Box(at: at, drops: drops)));
        }

        Assert.Equal(
            [
                new DropBurst(new Moment(Past.At(0), Past.At(30)), new Moment(Past.At(30), Past.At(60)), 30),
                new DropBurst(new Moment(Past.At(3000), Past.At(3030)), new Moment(Past.At(3000), Past.At(3030)), 1),
            ],
            DropBursts.Of(past.History)
        );
    }

    [Theory]
    [InlineData(28_795L, 28_800)]
    [InlineData(3_600L, 3_600)]
    [InlineData(20_000L, null)]
    public void A_lifetime_is_inferred_from_an_SA_seen_young(long left, int? seconds) =>
        Assert.Equal(seconds, (int?)Lifetimes.OfTime(new Past().Look(0, 0x1001, 0x9001, left).History)?.TotalSeconds);
}
