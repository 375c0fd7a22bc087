using CsCheck;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Tunnels;

public sealed class DropRateTests
{
    [Fact]
    public void Two_looks_make_a_rate()
    {
        var rate = DropRate.Between(Some.Box(at: 0, drops: 52_957), Some.Box(at: 30, drops: 54_217));
        Assert.Equal(1260, rate.Dropped);
        Assert.Equal(42.0, rate.PerSecond);
        Assert.Null(rate.NoRateBecause);
    }

    [Fact]
    public void A_row_that_is_not_printed_counts_as_nothing()
    {
        Assert.Equal(12, DropRate.Between(Some.Box(drops: 0), Some.Box(at: 30, drops: 12)).Dropped);
        Assert.Equal(0.0, DropRate.Between(Some.Box(drops: 0), Some.Box(at: 30, drops: 0)).PerSecond);
    }

    public static TheoryData<string, GatewayReading?, GatewayReading> NoRates() =>
        new()
        {
            { "looked once", null, Some.Box() },
            { "cleared", Some.Box(drops: 100), Some.Box(at: 30, drops: 40) },
            {
                "cleared",
                Some.Box(drops: 100),
                Some.Box(at: 30, drops: 140, lastClearing: "02:27:20 UTC Mar 1 2026 by ops")
            },
            // This row has risen past its old value again; another one shows that the counters were cleared.
            {
                "cleared",
                Some.Box(drops: 100),
                Some.Box(at: 30) with
                {
                    Drops = Answer.Of(Some.Counters(140, natt: 3)),
                }
            },
            { "another unit", Some.Box(drops: 1, serial: "SERIAL-A"), Some.Box(at: 30, drops: 2, serial: "SERIAL-B") },
            {
                "reloaded",
                Some.Box(drops: 1, uptime: TimeSpan.FromDays(41)),
                Some.Box(at: 300, drops: 2, uptime: TimeSpan.FromMinutes(2))
            },
            {
                "from active to standby",
                Some.Box(drops: 1, role: FailoverRole.Active),
                Some.Box(at: 30, drops: 2, role: FailoverRole.Standby)
            },
            { "order of time", Some.Box(at: 30, drops: 1), Some.Box(at: 0, drops: 2) },
            { "order of time", Some.Box(at: 30, drops: 1), Some.Box(at: 30, drops: 2) },
            { "hours apart", Some.Box(drops: 1), Some.Box(at: 3601, drops: 2) },
            { "refused", Some.Box(drops: 1), Some.Box(at: 30, drops: null) },
            { "first time", Some.Box(drops: null), Some.Box(at: 30, drops: 1) },
            { "two gateways", Some.Box("hq-fw1", drops: 1), Some.Box("berlin-fw1", at: 30, drops: 2) },
        };

    [Theory]
    [MemberData(nameof(NoRates), DisableDiscoveryEnumeration = true)]
    public void Without_two_comparable_looks_there_is_a_reason_instead(
        string reason,
        GatewayReading? earlier,
        GatewayReading latest
    )
    {
        var rate = DropRate.Between(earlier, latest);
        Assert.Null(rate.Dropped);
        Assert.Null(rate.PerSecond);
        Assert.Contains(reason, rate.NoRateBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void An_hour_is_still_a_window() =>
        Assert.Equal(1, DropRate.Between(Some.Box(drops: 1), Some.Box(at: 3600, drops: 2)).Dropped);

    [Fact]
    public void A_role_or_serial_that_was_not_read_contradicts_nothing() =>
        Assert.Equal(
            1,
            DropRate
                .Between(
                    Some.Box(drops: 1, serial: null, role: FailoverRole.Unknown),
                    Some.Box(at: 30, drops: 2, role: FailoverRole.Active)
                )
                .Dropped
        );

    [Fact]
    public void It_is_never_negative_and_always_a_rate_or_a_reason() =>
        Gen.Select(Arbitrary.Box, Arbitrary.Box.Null())
            .Sample(
                (latest, earlier) =>
                {
                    var rate = DropRate.Between(earlier, latest);
                    Assert.NotEqual(rate.Dropped is null, rate.NoRateBecause is null);
                    Assert.False(rate.Dropped < 0);
                    Assert.False(rate.PerSecond < 0);
                    Assert.Equal(rate.Dropped is null, rate.Window is null);
                }
            );
}
