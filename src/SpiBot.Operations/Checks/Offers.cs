using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Checks;

/// <summary>A remedy that may be proposed. <see cref="Index"/> is what <see cref="ICheckGrain.Propose"/> takes.</summary>
public sealed record Offer(int Index, Finding Finding, Remedy Remedy);

/// <summary>What a diagnosis offers to do: the card and the grain count alike.</summary>
public static class Offers
{
    /// <returns>
    /// The remedies that alter a gateway, each once, and only after two looks. The index counts all remedies of all findings, in order.
    /// </returns>
    public static IReadOnlyList<Offer> Of(TunnelDiagnosis diagnosis) =>
        diagnosis.TwoLooks
            ?
            [
                .. diagnosis
                    .Findings.SelectMany(f => f.Remedies.Select(r => (Finding: f, Remedy: r)))
                    .Select((o, index) => new Offer(index, o.Finding, o.Remedy))
                    .Where(o => o.Remedy.ChangesSomething)
                    .DistinctBy(o => (o.Remedy.Kind, o.Remedy.Gateway, o.Remedy.Peer, o.Remedy.Spi)),
            ]
            : [];

    /// <param name="diagnosis">What offers them.</param>
    /// <param name="refusals">By index, why those that would be refused are.</param>
    /// <returns>The same without those, what the likeliest finding offers first, and of that what helps most.</returns>
    public static IReadOnlyList<Offer> BestFirst(TunnelDiagnosis diagnosis, IReadOnlyDictionary<int, string> refusals)
    {
        var findings = diagnosis.Findings.ToList();
        return
        [
            .. Of(diagnosis)
                .Where(offer => !refusals.ContainsKey(offer.Index))
                .OrderBy(offer => findings.IndexOf(offer.Finding))
                .ThenByDescending(offer => offer.Remedy.Helps),
        ];
    }

    /// <returns>The offer with this index, or the first that does the same; null when it is not offered.</returns>
    internal static Offer? Find(TunnelDiagnosis diagnosis, int index)
    {
        var all = diagnosis.Findings.SelectMany(f => f.Remedies).ToList();
        return index < 0 || index >= all.Count
            ? null
            : Of(diagnosis).FirstOrDefault(o => o.Remedy.DoesTheSameAs(all[index]));
    }
}
