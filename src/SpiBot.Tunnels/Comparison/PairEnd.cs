namespace SpiBot.Tunnels.Comparison;

/// <summary>What one end lists for one pair of selectors, all child SAs of the pair taken together.</summary>
internal sealed record PairEnd(string Gateway, SelectorPair Selectors, IReadOnlyList<ChildSa> ChildSas)
{
    // Nearly all have one child SA with one SA in each direction, and a box may list thousands.
    public IReadOnlyList<Spi> Inbound { get; } =
        ChildSas is [var only] ? only.Accepting : [.. ChildSas.SelectMany(c => c.Accepting).Distinct()];

    public IReadOnlyList<Spi> Outbound { get; } =
        ChildSas is [{ Outbound: [var only] }]
            ? [only.Spi]
            : [.. ChildSas.SelectMany(c => c.Outbound).Select(sa => sa.Spi).Distinct()];

    /// <summary>One SPI per child SA; more than one only where a box lists the same pair twice.</summary>
    public IReadOnlyList<Spi> Sending { get; } =
        ChildSas is [{ Sending: { } only }]
            ? [only]
            : [.. InUse(ChildSas).Select(c => c.Sending).OfType<Spi>().Distinct()];

    public bool Complete => ChildSas.All(c => c.Complete);

    /// <summary>A direction holds more than one SA, or one that was already replaced.</summary>
    public bool HoldsPairBeforeRekey =>
        ChildSas.Any(c =>
            c.Inbound is not ([] or [{ Rekeyed: false }]) || c.Outbound is not ([] or [{ Rekeyed: false }])
        );

    /// <summary>Seconds that the SA has left with which this end sends.</summary>
    public long? SendingRemains =>
        ChildSas
            .SelectMany(c => c.Outbound)
            .FirstOrDefault(sa => Sending.Count > 0 && sa.Spi == Sending[0])
            ?.RemainingSeconds;

    /// <summary>Seconds that the newest SA has left which this end accepts.</summary>
    public long? AcceptingRemains => ChildSas.SelectMany(c => c.Inbound).Max(sa => sa.RemainingSeconds);

    public EndSpis Spis => new(Gateway, Inbound, Outbound, Sending.Count > 0 ? Sending[0] : null);

    /// <summary>A child SA that was replaced sends no more where the one that replaced it is listed beside it, as strongSwan does.</summary>
    private static IReadOnlyList<ChildSa> InUse(IReadOnlyList<ChildSa> all)
    {
        var sending = all.Where(c => c.CurrentOutbound is not null || c.Outbound.Any(sa => !sa.Rekeyed)).ToList();
        return sending.Count > 0 ? sending : all;
    }

    /// <summary>The pairs of a reading, in its order. Child SAs whose selectors are not known stay apart.</summary>
    public static IReadOnlyList<PairEnd> Of(TunnelReading reading)
    {
        var groups = new List<(SelectorPair Pair, List<ChildSa> ChildSas)>();
        var known = new Dictionary<SelectorPair, List<ChildSa>>();
        foreach (var child in reading.Tunnels)
        {
            var pair = SelectorPair.Of(child);
            if (pair.Known && known.TryGetValue(pair, out var group))
            {
                group.Add(child);
                continue;
            }

            List<ChildSa> begun = [child];
            groups.Add((pair, begun));
            if (pair.Known)
            {
                known.Add(pair, begun);
            }
        }

        return [.. groups.Select(g => new PairEnd(reading.Gateway, g.Pair, g.ChildSas))];
    }
}
