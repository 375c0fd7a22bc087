namespace SpiBot.Tunnels.Comparison;

/// <summary>Finds for each pair of selectors of one end the same pair at the other, in time that grows with their number.</summary>
internal sealed class Pairing
{
    private readonly Dictionary<PairEnd, PairEnd> found = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<PairEnd> taken = new(ReferenceEqualityComparer.Instance);

    private Pairing() { }

    /// <summary>Mirrored selectors first; then SPIs in common (ends may write the same selectors differently); then the only ones left whose selectors one end does not say.</summary>
    public static IReadOnlyList<(PairEnd? Ours, PairEnd? Theirs)> Of(
        IReadOnlyList<PairEnd> ours,
        IReadOnlyList<PairEnd> theirs
    )
    {
        var pairing = new Pairing();
        pairing.Marry(pairing.Lonely(ours), pairing.Lonely(theirs), BySelectors);
        pairing.Marry(pairing.Lonely(ours), pairing.Lonely(theirs), BySpis);
        if (
            pairing.Lonely(ours) is [var only]
            && pairing.Lonely(theirs) is [var last]
            && !(only.Selectors.Known && last.Selectors.Known)
        )
        {
            pairing.Marry(only, last);
        }

        return
        [
            .. ours.Select(o => ((PairEnd?)o, pairing.found.GetValueOrDefault(o))),
            .. pairing.Lonely(theirs).Select(t => ((PairEnd?)null, (PairEnd?)t)),
        ];
    }

    private List<PairEnd> Lonely(IReadOnlyList<PairEnd> pairs) => [.. pairs.Where(pair => !taken.Contains(pair))];

    // Only where each is the other's sole candidate: the outcome then depends on no order, and on no viewpoint.
    private void Marry(
        List<PairEnd> ours,
        List<PairEnd> theirs,
        Func<List<PairEnd>, Func<PairEnd, IEnumerable<PairEnd>>> by
    )
    {
        if (ours.Count == 0 || theirs.Count == 0)
        {
            return;
        }

        var candidatesOf = by(theirs);
        var wishes = ours.Select(one =>
                (Ours: one, Candidates: candidatesOf(one).ToHashSet<PairEnd>(ReferenceEqualityComparer.Instance))
            )
            .ToList();
        var wooers = new Dictionary<PairEnd, int>(ReferenceEqualityComparer.Instance);
        foreach (var candidate in wishes.SelectMany(wish => wish.Candidates))
        {
            wooers[candidate] = wooers.GetValueOrDefault(candidate) + 1;
        }

        foreach (var (one, candidates) in wishes.Where(wish => wish.Candidates.Count == 1))
        {
            var candidate = candidates.First();
            if (wooers[candidate] == 1)
            {
                Marry(one, candidate);
            }
        }
    }

    private void Marry(PairEnd one, PairEnd other)
    {
        found[one] = other;
        taken.Add(one);
        taken.Add(other);
    }

    private static Func<PairEnd, IEnumerable<PairEnd>> BySelectors(List<PairEnd> theirs)
    {
        var mirrored = theirs.ToLookup(t => t.Selectors.Mirrored);
        return one => one.Selectors.Known ? mirrored[one.Selectors] : [];
    }

    private static Func<PairEnd, IEnumerable<PairEnd>> BySpis(List<PairEnd> theirs)
    {
        var accepting = theirs.SelectMany(t => t.Inbound.Select(spi => (spi, t))).ToLookup(p => p.spi, p => p.t);
        var sending = theirs.SelectMany(t => t.Outbound.Select(spi => (spi, t))).ToLookup(p => p.spi, p => p.t);
        return one =>
            one.Outbound.SelectMany(spi => accepting[spi]).Concat(one.Inbound.SelectMany(spi => sending[spi]));
    }
}
