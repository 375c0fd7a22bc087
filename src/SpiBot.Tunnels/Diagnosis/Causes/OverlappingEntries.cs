namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>Two entries of the policy claim the same packets, so they go now into one SA and now into the other. It is configuration; a clear of the peer would take both.</summary>
internal sealed class OverlappingEntries : ICause
{
    public string Id => "overlapping-entries";

    public Severity Severity => Severity.Attention;

    public CauseTexts Texts { get; } =
        new(
            Title: "Two entries claim the same packets",
            What: "Two crypto map entries, or two tunnels, have the same networks: packets go into the SA of one of them, and answers come in the other.",
            Shows: "`vpn-overlap-conflict` rises while packets of this tunnel are lost, or the same networks stand twice in the listing at both looks, with an SA each. High with both, medium with one of them.",
            Against: "Packets that pass: then `vpn-overlap-conflict` is another peer's, for the counter is of the whole box.",
            Helps: "Taking the entry out that should not be there, or making the networks of the two differ; for a map entry with several peers, seeing to it that one of them at a time is used.",
            HelpsNot: "A clear of the peer: it takes the right SA with the wrong one, and both come back from the same entries.",
            Source: "ASA command reference, show asp drop (vpn-overlap-conflict) and crypto map set peer."
        );

    public Finding? Examine(Examination examination)
    {
        foreach (var end in examination.Ends)
        {
            var twice = Twice(end.Latest).Intersect(Twice(end.Earlier)).FirstOrDefault();
            var conflict = DropReason.OverlapConflict.RisesAt(end);
            if (twice is not null || (conflict && examination.SomethingIsLost))
            {
                return Found(examination, end, twice, conflict);
            }
        }

        return null;
    }

    private Finding Found(Examination examination, TunnelEnd end, SelectorPair? twice, bool conflict)
    {
        List<string> signs = [];
        if (twice is not null)
        {
            signs.Add($"lists {twice.Local} ↔ {twice.Remote} twice, with an SA each, at both looks");
        }

        if (conflict)
        {
            signs.Add($"drops {Said.Rate(DropReason.OverlapConflict.At(end))} as {DropReason.OverlapConflict.Keyword}");
        }

        var same = twice is null ? [] : end.Latest.Tunnels.Where(t => SelectorPair.Of(t) == twice).ToList();
        return new Finding(
            Id,
            twice is not null && conflict ? Confidence.High : Confidence.Medium,
            $"Two entries of {end.Gateway} claim the same packets",
            $"{end.Gateway} {string.Join(", and ", signs)}. "
                + (
                    twice is null ? "Not certain, because that counter is of the whole box; the configuration tells. "
                    : conflict ? ""
                    : "Not certain, because nothing was seen to be dropped for it. "
                )
                + "No clear is offered: it would take the right SA with the wrong one, and both would come back.",
            [
                .. same.Select(child =>
                    Said.Line(
                        end.Latest,
                        $"{twice!.Local} ↔ {twice.Remote}: {Place(child)}sends {child.Sending?.Digits ?? "nothing"}"
                    )
                ),
                .. (end.Latest.CryptoMaps.Value?.With(end.Latest.Peer) ?? []).Select(entry =>
                    Said.Line(
                        end.Latest,
                        $"crypto map {entry.Map} {entry.Sequence}: match address {entry.AccessList ?? "none"}, set peer {string.Join(' ', entry.Peers)}"
                    )
                ),
                .. conflict ? DropReason.OverlapConflict.Said(end) : [],
            ],
            conflict && twice is null ? ["Another peer of this box may be the one with the overlap."] : [],
            [
                Remedies.Wait(
                    examination.Ours,
                    Helps.No,
                    $"It stays until the entries of {end.Gateway} no longer overlap: see show running-config crypto map, and take out or narrow the one that should not be there."
                ),
            ]
        );
    }

    private static string Place(ChildSa child) =>
        (child.CryptoMap is { } map ? $"crypto map {map}, " : "")
        + (child.Interface is { } @interface ? $"interface {@interface}, " : "");

    /// <summary>Networks that are listed more than once on one interface, towards the same peer, each time with an SA.</summary>
    private static IEnumerable<SelectorPair> Twice(TunnelReading? reading) =>
        (reading?.Tunnels ?? [])
            .Where(t => t is { Inbound.Count: > 0, Outbound.Count: > 0, Kind: not null } && SelectorPair.Of(t).Known)
            .GroupBy(t => (Selectors: SelectorPair.Of(t), t.Interface, t.Local, t.Peer))
            .Where(group => group.Count() > 1)
            .Select(group => group.Key.Selectors);
}
