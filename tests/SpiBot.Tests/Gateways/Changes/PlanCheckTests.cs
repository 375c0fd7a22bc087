using SpiBot.Gateways.Changes;
using SpiBot.Tests.Operations;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.Changes;

/// <summary>Inactive SAs are compared with those of the plan, one by one.</summary>
public sealed class PlanCheckTests
{
    private static readonly InactiveSa One = new("inbound", Spi.From(0x1aac_0001), "dead", Reason: null);
    private static readonly InactiveSa Other = new("outbound", Spi.From(0x1aac_0002), "dead", Reason: null);
    private static readonly InactiveSa Unread = new("inbound", Spi: null, "dead", Reason: null);

    public static TheoryData<string, InactiveSa[], InactiveSa[], string?> Rows =>
        new()
        {
            { "as they were, in another order", [One, Other], [Other, One], null },
            { "one has gone by itself", [One, Other], [Other], "gone inbound 0x1aac0001" },
            { "one more", [One], [One, Other], "new outbound 0x1aac0002" },
            { "others", [One], [Other], "gone inbound 0x1aac0001; new outbound 0x1aac0002" },
            { "none", [One], [], "has no inactive SAs any more" },
            { "none that says its SPI", [One], [Unread], "gone inbound 0x1aac0001" },
            { "one that says its SPI", [Unread], [One], "new inbound 0x1aac0001" },
            { "none of them ever said its SPI", [Unread], [Unread, Unread], null },
        };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Inactive_SAs_are_those_of_the_plan(
        string what,
        InactiveSa[] planned,
        InactiveSa[] now,
        string? difference
    )
    {
        var step = new PlanStep("hq-fw1", new Change.ClearInactive(), ["clear"], PlanCheck.Seen(Listed(planned)));
        var box = Readings.Any.Box with { Inactive = Answer.Of(Listed(now)) };

        var changed = PlanCheck.WhatChanged(step, box, tunnel: null);
        Assert.True(
            difference is null ? changed is null : changed?.Contains(difference, StringComparison.Ordinal) == true,
            $"{what}: {changed}"
        );
    }

    private static InactiveSas Listed(InactiveSa[] sas) => new(sas.Length, sas, []);
}
