namespace SpiBot.Tunnels.History;

/// <summary>What a box itself tells from look to look: what it dropped, and whether it is still the same unit in the same role.</summary>
internal static class BoxLooks
{
    /// <summary>As much of a reading as the next one is compared with.</summary>
    public static GatewayReading WorthKeeping(GatewayReading box, GatewayReading? before) =>
        new(
            box.Gateway,
            box.TakenAt,
            Answer.NotAsked<DeviceClock>(),
            // A box that was not asked this time is compared with what it said last.
            box.Unit.WasRead
                ? box.Unit
                : before?.Unit ?? box.Unit,
            box.Failover.WasRead ? box.Failover : before?.Failover ?? box.Failover,
            box.Drops.To(InvalidSpisOnly),
            Answer.NotAsked<InactiveSas>(),
            Answer.NotAsked<SshSessions>()
        );

    public static IReadOnlyList<DropSample> Drops(TunnelHistory history, GatewayReading box)
    {
        if (DropRate.Between(history.LastBox, box) is not { Dropped: { } dropped } || history.LastBox is not { } before)
        {
            return history.Drops;
        }

        return dropped == 0 && history.Drops is [.., { Dropped: 0 } last] && last.Until == before.TakenAt
            ? [.. history.Drops.SkipLast(1), last with { Until = box.TakenAt }]
            : [.. history.Drops, new DropSample(before.TakenAt, box.TakenAt, dropped)];
    }

    public static IReadOnlyList<UnitChange> Units(TunnelHistory history, GatewayReading box) =>
        history.LastBox is { } before && SameUnit.Changed(before, box) is { } words
            ? [.. history.Units, new UnitChange(new Moment(before.TakenAt, box.TakenAt), words)]
            : history.Units;

    private static DropCounters InvalidSpisOnly(DropCounters drops) =>
        drops with
        {
            Counts = [new DropCount(DropSection.Frame, drops.InvalidSpiKeyword, drops.InvalidSpis)],
        };
}
