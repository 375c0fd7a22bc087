namespace SpiBot.Tunnels.Diagnosis;

/// <summary>
/// A child SA as one end listed it at the last look, with the same networks at the look before. Before is null where there was one look, the
/// networks were not listed then, or another unit answered: then nothing has a rise.
/// </summary>
internal sealed record PairLooks(TunnelEnd End, ChildSa Now, ChildSa? Before)
{
    /// <summary>The site-to-site child SAs of an end; each in time that does not grow with their number.</summary>
    public static IReadOnlyList<PairLooks> Of(TunnelEnd end) => Of(end, new LooksBySelector(end));

    public static IReadOnlyList<PairLooks> Of(TunnelEnd end, LooksBySelector looks) =>
        [
            .. end.Latest.Tunnels.Select(child => new PairLooks(
                end,
                child,
                // Where a box lists the same networks twice, which is which cannot be said.
                looks.Of(SelectorPair.Of(child))
                    is ([var only], [_])
                    ? only
                    : null
            )),
        ];

    public SelectorPair Selectors => SelectorPair.Of(Now);

    /// <summary>By how much a counter rose between the looks; null when it was not counted, or went down (a new SA).</summary>
    public long? Rise(Func<ChildSa, long?> counter) =>
        Before is { } before && counter(before) is { } then and >= 0 && counter(Now) is { } since && since >= then
            ? since - then
            : null;

    public long? Sent => Rise(child => child.Encaps);

    public long? Arrived => Rise(child => child.Decaps);

    public long? Decrypted => Rise(child => child.Decrypts);

    public long? ReceiveErrors => Rise(child => child.ReceiveErrors);

    public long? SendErrors => Rise(child => child.SendErrors);

    /// <summary>For a sentence: <c>10.1.0.0/24 ↔ 10.2.0.0/24</c>, as this end names them.</summary>
    public string Networks =>
        Now is { LocalSelector: { } local, RemoteSelector: { } remote } ? $"{local} ↔ {remote}" : "networks not listed";

    /// <summary>What this end counted for the pair, at each look.</summary>
    public IEnumerable<EvidenceLine> Said(Func<ChildSa, string> words)
    {
        if (Before is { } before && End.Earlier is { } earlier)
        {
            yield return Diagnosis.Said.Line(earlier, $"{Networks}: {words(before)}");
        }

        yield return Diagnosis.Said.Line(End.Latest, $"{Networks}: {words(Now)}");
    }
}
