namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>
/// A box reports inactive SAs. They carry no traffic; clearing them is harmless, but does not remove those of CSCwc48375
/// (state dead, reason Phase 2 Error), which only a reload ends.
/// </summary>
internal sealed class InactiveSasLeft : ICause
{
    public string Id => "inactive-sas";

    public Severity Severity => Severity.Attention;

    public CauseTexts Texts { get; } =
        new(
            Title: "Inactive SAs are left over",
            What: "SAs that pass no traffic, from a negotiation that did not finish or that was replaced.",
            Shows: "`show crypto ipsec sa inactive` counts more than 0 at both looks. High: the box says so itself.",
            Against: "A count that was there at one look only goes by itself. The count is of the whole box.",
            Helps: "`clear crypto ipsec sa inactive`: it interrupts nothing, since they carry nothing.",
            HelpsNot: "With Cisco bug CSCwc48375 (state dead, reason Phase 2 Error) the clear does not remove them, only a reload does; they harm no traffic. A clear of the peer does nothing for them.",
            Source: "ASA command reference, clear crypto ipsec sa; CSCwc48375."
        );

    public Finding? Examine(Examination examination)
    {
        var ends = new[] { examination.Ours, examination.Theirs }
            .OfType<TunnelEnd>()
            .Where(e => Count(e.Latest) > 0)
            .ToList();
        if (ends.Count == 0)
        {
            return null;
        }

        var twice = ends.TrueForAll(e => e.Earlier is not null && Count(e.Earlier) > 0);
        var where = ends.Select(e => $"{e.Gateway} holds {Plural(Count(e.Latest))}");
        var agreement = examination.EndsAgree
            ? " The SAs in use agree at both ends, so this tunnel does not depend on it."
            : "";
        return new Finding(
            Id,
            twice ? Confidence.High : Confidence.Low,
            string.Join(", and ", where),
            "An inactive SA passes no traffic; it is left over from a negotiation that did not finish or was replaced."
                + agreement
                + (
                    twice
                        ? " The count was there at both looks."
                        : " It was not seen at two looks, so it may be about to go by itself."
                ),
            [.. ends.SelectMany(Evidence)],
            ["The count is of the whole box: the inactive SAs may be another peer's."],
            [
                Remedies.Wait(
                    examination.Ours,
                    Helps.Maybe,
                    "Nothing is lost by waiting: they carry no traffic, and may be gone after the next rekey."
                ),
                .. twice ? ends.Select(Clear) : [],
            ]
        );
    }

    private static int Count(TunnelReading reading) => reading.Box.Inactive.Value?.Count ?? 0;

    private static Remedy Clear(TunnelEnd end) =>
        IsOfDeadKind(end)
            ? Remedies.ClearInactive(
                end,
                Helps.Maybe,
                $"{end.Gateway} lists SAs in state dead or with Phase 2 Error: with Cisco bug CSCwc48375 the clear does not remove those, only a reload does; they harm no traffic."
            )
            : Remedies.ClearInactive(end, Helps.Yes, $"It removes what {end.Gateway} itself lists as inactive.");

    private static bool IsOfDeadKind(TunnelEnd end) =>
        end.Latest.Box.Inactive.Value is { } inactive
        && (
            inactive.Sas.Any(sa => Says(sa.State, "dead") || Says(sa.Reason, "Phase 2 Error"))
            || inactive.UnreadLines.Any(line => Says(line, "dead") || Says(line, "Phase 2 Error"))
        );

    private static bool Says(string? text, string word) =>
        text?.Contains(word, StringComparison.OrdinalIgnoreCase) ?? false;

    private static IEnumerable<EvidenceLine> Evidence(TunnelEnd end)
    {
        foreach (var reading in new[] { end.Earlier, end.Latest }.OfType<TunnelReading>())
        {
            if (reading.Box.Inactive.Value is { } inactive)
            {
                yield return Said.Line(reading, $"Inactive IPsec SAs: {inactive.Count}");
            }
        }

        foreach (var sa in end.Latest.Box.Inactive.Value?.Sas ?? [])
        {
            yield return Said.Line(
                end.Latest,
                $"inactive {sa.Direction} SA {sa.Spi?.Digits ?? "without SPI"}, state {sa.State ?? "not said"}, reason {sa.Reason ?? "not said"}"
            );
        }
    }

    private static string Plural(int count) => count == 1 ? "1 inactive SA" : $"{count} inactive SAs";
}
