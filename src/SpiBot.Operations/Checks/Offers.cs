using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Checks;

/// <summary>
/// What a diagnosis offers to do. The index of a remedy in <see cref="Of"/> is what <see cref="ICheckGrain.Propose"/> takes: the card and the grain
/// count alike.
/// </summary>
public static class Offers
{
    /// <returns>
    /// The remedies of all findings, in order, each once. One that alters a gateway is offered only after two looks.
    /// </returns>
    public static IReadOnlyList<Remedy> Of(TunnelDiagnosis diagnosis) => [.. With(diagnosis).Select(o => o.Remedy)];

    internal static IReadOnlyList<(Finding Finding, Remedy Remedy)> With(TunnelDiagnosis diagnosis) =>
        [
            .. diagnosis
                .Findings.SelectMany(f => f.Remedies.Select(r => (Finding: f, Remedy: r)))
                .Where(o => diagnosis.TwoLooks || !o.Remedy.ChangesSomething)
                .DistinctBy(o => (o.Remedy.Kind, o.Remedy.Gateway, o.Remedy.Peer)),
        ];
}
