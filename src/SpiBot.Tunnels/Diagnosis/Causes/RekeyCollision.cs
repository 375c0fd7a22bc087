namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>Both ends began a rekey at the same moment, and both new pairs were kept. A clear would start the same race over, so none is offered here.</summary>
internal sealed class RekeyCollision : ICause
{
    /// <summary>SAs made in one collision are seconds apart; a rekey comes many minutes after the SA it replaces.</summary>
    private const long MadeTogether = 60;

    public string Id => "rekey-collision";

    public Severity Severity => Severity.Attention;

    public CauseTexts Texts { get; } =
        new(
            Title: "Both ends rekeyed at the same moment",
            What: "With equal lifetimes both ends begin the rekey together. Of the two new pairs one should be given up; where the ends do not agree on which, both are kept, or each end gives up the other's.",
            Shows: "Two or more SAs in one direction that are not marked Rekeyed and were made within a minute of each other, the same ones at both looks. High when both ends show it, medium when one does, low after one look.",
            Against: "One of them marked Rekeyed, or much older: that is an ordinary rekey.",
            Helps: "Lifetimes that differ clearly between the ends, so that one of them always begins (with IKEv2 they are local to each end). This once: the next rekey, or the end of the surplus pair.",
            HelpsNot: "A clear: with the same lifetimes both ends start the same race again. Where packets are being lost to it, that shows as `peer-on-old-sa` or `stale-outbound`, with their remedies.",
            Source: "RFC 7296, 2.8.1; ASA syslog guide, 713092; PAN KB kA1Ki000000TNW8KAO."
        );

    public Finding? Examine(Examination examination)
    {
        var doubled = examination
            .Ends.SelectMany(examination.PairsAt)
            .Where(pair => Doubles(pair.Now).Count > 1)
            .ToList();
        if (doubled.Count == 0)
        {
            return null;
        }

        var lasting = doubled.Where(Persists).ToList();
        var first = lasting.Count > 0 ? lasting[0] : doubled[0];
        var atBoth = lasting.Select(pair => pair.End.Gateway).Distinct().Count() > 1;
        var together = string.Join(", ", Doubles(first.Now).Select(sa => sa.Spi.Digits));
        return new Finding(
            Id,
            lasting.Count == 0 ? Confidence.Low
                : atBoth ? Confidence.High
                : Confidence.Medium,
            $"{examination.OurName} and {examination.TheirName} rekeyed at the same moment, and kept both new SAs",
            $"On {first.Networks} {first.End.Gateway} holds {together}, none of them replaced, made within a minute of each other{(lasting.Count > 0 ? ", at both looks" : "")}. "
                + (
                    lasting.Count == 0 ? "Not sure: it may still be settled; only a second look tells."
                    : atBoth ? "Sure: both ends show it."
                    : "Not certain, because it is seen at one end only."
                )
                + (
                    examination.EndsAgree
                        ? " Each end accepts what the other sends, so nothing is lost to it now; it comes again with every rekey."
                        : ""
                ),
            [.. first.Said(Listed), .. examination.Ends.SelectMany(Said.Ike)],
            [],
            [
                Remedies.Wait(
                    examination.Ours,
                    Helps.Maybe,
                    "The surplus pair ends with its time. It comes again with every rekey until the lifetimes of the ends clearly differ. A clear would only start the same race over."
                ),
            ]
        );
    }

    private static bool Persists(PairLooks pair) =>
        pair.Before is { } before
        && Doubles(before).Select(sa => sa.Spi).Intersect(Doubles(pair.Now).Select(sa => sa.Spi)).Skip(1).Any();

    /// <summary>The SAs of one direction that were made together, where there are several.</summary>
    private static IReadOnlyList<SecurityAssociation> Doubles(ChildSa child) =>
        child is { Inbound.Count: <= 1, Outbound.Count: <= 1 } ? [] : DoublesAmongMore(child);

    private static IReadOnlyList<SecurityAssociation> DoublesAmongMore(ChildSa child) =>
        new[] { child.Inbound, child.Outbound }
            .Select(direction =>
                direction.Where(sa => sa is { Rekeyed: false, SettingsRead: true, RemainingSeconds: > 0 })
            )
            .Select(live => live.OrderByDescending(sa => sa.RemainingSeconds).ToList())
            .Select(live =>
                live.FindAll(sa => live[0].RemainingSeconds - sa.RemainingSeconds <= MadeTogether)
                    .DistinctBy(sa => sa.Spi)
                    .ToList()
            )
            .FirstOrDefault(together => together.Count > 1)
        ?? [];

    private static string Listed(ChildSa child) =>
        string.Join(
            ", ",
            child.Inbound.Select(sa => $"inbound {Of(sa)}").Concat(child.Outbound.Select(sa => $"outbound {Of(sa)}"))
        );

    private static string Of(SecurityAssociation sa) =>
        $"{sa.Spi.Digits}{(sa.Rekeyed ? " rekeyed" : "")}{(sa.RemainingSeconds is { } left ? $" {Said.Count(left)} s left" : "")}";
}
