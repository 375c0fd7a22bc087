using System.Collections.ObjectModel;
using System.Text.Json.Nodes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;
using SpiBot.Tunnels.History;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>A tunnel after one look or two: verdict, drops per second now, both ends, why, what helps; evidence folded away.</summary>
public static class TunnelCard
{
    private const string EvidenceId = "evidence";
    private const string AskId = "ask";

    private static readonly ReadOnlyDictionary<int, string> NoRefusals = ReadOnlyDictionary<int, string>.Empty;

    /// <summary>After the first look, when there is to be a second.</summary>
    public static JsonObject Of(TunnelSeenOnce report) =>
        Of(
            new TunnelDiagnosed(report.Exchange, report.Order, report.Diagnosis, report.Evidence, report.Failures),
            report.SecondLookAt
        );

    /// <summary>The last word, with what may be proposed.</summary>
    public static JsonObject Of(TunnelDiagnosed report) => Of(report, secondLookAt: null);

    /// <param name="report">What is seen by now.</param>
    /// <param name="secondLookAt">When the second look will be; null when this is the last word.</param>
    private static JsonObject Of(TunnelDiagnosed report, DateTimeOffset? secondLookAt)
    {
        var (order, diagnosis, evidence) = (report.Order, report.Diagnosis, report.Evidence);
        var first = diagnosis.First;
        var ask = AskTheOtherSide.Lines(diagnosis, evidence);
        return Card(
            [
                Heading(first.Verdict),
                Subtitle(Where(evidence)),
                secondLookAt is { } at
                    ? Paragraph($"from one look. The second look is at {Times.Utc(at)}.", "Preliminary:")
                    : null,
                report.Pasted is { } pasted ? Paragraph(AsPasted(pasted, evidence), "As pasted:") : null,
                .. report.Failures.Select(ProblemCard.Block),
                DropsBlock(diagnosis, evidence),
                .. TraceRows.Of(order, evidence, report.Left),
                .. ComparisonRows.Of(diagnosis.Comparison),
                .. DataPathRows.Of(order, evidence),
                Container([Paragraph(first.Why, "Why:")], separator: true),
                .. first.Against.Count > 0
                    ? [Paragraph(string.Join(" ", first.Against), "Against it:")]
                    : (IEnumerable<JsonObject>)[],
                .. Before(diagnosis, evidence),
                .. WhatHelps(first, report.Refusals),
                .. report.Refusals.Values.Distinct().Select(why => Paragraph(why, "Not offered:")),
                .. diagnosis.Findings.Skip(1).Select(other => Paragraph($"{other.Verdict}. {other.Why}", "Also:")),
                .. diagnosis.Missing.Count > 0 && secondLookAt is null
                    ? [Paragraph(string.Join(" ", diagnosis.Missing), "Not known:")]
                    : (IEnumerable<JsonObject>)[],
                .. Clocks(evidence),
                Folded(EvidenceId, EvidenceLines(diagnosis)),
            ],
            [
                .. Buttons(report, complete: secondLookAt is null),
                .. secondLookAt is null
                    ? [.. Traces(evidence), .. Debugs(order, diagnosis, evidence)]
                    : (IEnumerable<JsonObject>)[],
                .. ask.Count > 0
                    ?
                    [
                        CardButtons.Copying(
                            "Ask the other side",
                            AskId,
                            "For a mail: select all and copy.",
                            string.Join("\n", ask)
                        ),
                    ]
                    : (IEnumerable<JsonObject>)[],
                .. ask.Count > 0 && secondLookAt is null
                    ? [CardButtons.Pasting(report.Exchange)]
                    : (IEnumerable<JsonObject>)[],
            ]
        );
    }

    public static string SummaryOf(TunnelDiagnosis diagnosis) => diagnosis.First.Verdict;

    private static string Where(TunnelEvidence evidence)
    {
        var ours = evidence.Ours.Latest;
        var peer = evidence.Theirs is { } theirs ? $"{ours.Peer} ({theirs.Gateway})" : ours.Peer.ToString();
        var looks = evidence.Ours.Earlier is { } earlier ? $"{Times.Clock(earlier.TakenAt)} and " : "";
        return $"{ours.Gateway} ↔ {peer} · {looks}{Times.Utc(ours.TakenAt)}";
    }

    private static string AsPasted(PastedBy pasted, TunnelEvidence evidence) =>
        $"{evidence.Theirs!.Gateway}'s end is what {pasted.Name} pasted at {Times.Utc(pasted.At)}, when it was printed is not known. "
        + $"{evidence.Ours.Gateway} was read at {Times.Utc(pasted.OursReadAt)}, {PastInWords.Length(pasted.At - pasted.OursReadAt)} before. "
        + "A rekey between would look like a mismatch, so nothing is offered on it: check again and paste anew to be sure.";

    private static JsonObject DropsBlock(TunnelDiagnosis diagnosis, TunnelEvidence evidence)
    {
        var ours = Drops(evidence.Ours, diagnosis.OurDrops);
        var theirs =
            evidence.Theirs is { Latest.Box.Drops.Exists: true } end && diagnosis.TheirDrops is { } drops
                ? Drops(end, drops)
                : null;
        return Container([ours, theirs], style: Style(diagnosis.Severity));
    }

    private static JsonObject Drops(TunnelEnd end, DropRate rate)
    {
        var total = end.Latest.Box.Drops is { WasRead: true, Value: { } drops }
            ? Total(drops)
            : $"not read: {end.Latest.Box.Drops.NotRead}";
        var (number, words) =
            end.Latest.Box.Failover.Value?.Role is FailoverRole.Standby or FailoverRole.Failed
                ? (
                    "?",
                    $"drops on {end.Gateway} for an invalid SPI: the counters of a unit that is not active stand still"
                )
            : rate.PerSecond is { } perSecond
                ? (Times.Rate(perSecond), $"dropped on {end.Gateway} now for an invalid SPI")
            : ("?", $"drops on {end.Gateway} for an invalid SPI: {rate.NoRateBecause}");
        return Columns(("auto", [Large(number)]), ("stretch", [Tight(Paragraph(words)), Tight(Small(total))]));

        static JsonObject Tight(JsonObject element)
        {
            element["spacing"] = "none";
            return element;
        }
    }

    private static string Total(DropCounters drops) =>
        $"{Times.Number(drops.InvalidSpis)} in all, of all peers, {Times.SinceCleared(drops)}";

    private static IEnumerable<JsonObject> Before(TunnelDiagnosis diagnosis, TunnelEvidence evidence)
    {
        var said = PastInWords.Of(diagnosis, evidence);
        return said.Count > 0 ? [Paragraph(string.Join(" ", said), "Before:")] : [];
    }

    /// <summary>Whoever compares a box's log with this card has to know.</summary>
    private static IEnumerable<JsonObject> Clocks(TunnelEvidence evidence) =>
        new[] { evidence.Ours, evidence.Theirs }
            .OfType<TunnelEnd>()
            .Select(end => (end.Gateway, Skew: ClockSkew.Of(end.Earlier?.Box, end.Latest.Box)))
            .Where(clock => clock.Skew is not null)
            .Select(clock =>
                Small(
                    $"{clock.Gateway}'s clock is {PastInWords.Length(clock.Skew!.Value.Duration())} {(clock.Skew > TimeSpan.Zero ? "ahead of" : "behind")} SpiBot's, which all times here are by."
                )
            );

    /// <summary>What helps most comes first; the ladder's order decides among equals.</summary>
    private static IEnumerable<JsonObject> WhatHelps(Finding finding, IReadOnlyDictionary<int, string> refusals)
    {
        var lead = "What helps:";
        var change = BestChange(finding, refusals);
        foreach (var remedy in finding.Remedies.OrderByDescending(r => r.Helps))
        {
            if (remedy is { Kind: RemedyKind.Wait, Helps: not Helps.Maybe })
            {
                // Nothing has to be done, or no waiting helps: the rule says which.
                yield return Paragraph(remedy.Why, lead == "Or:" ? "Without that:" : "What helps:");
            }
            else
            {
                yield return Paragraph(
                    $"{Remedies.InWords(remedy)} ({Remedies.HelpsInWords(remedy.Helps)}). {remedy.Why}",
                    lead
                );
            }

            // The plan's own card says of each what it would interrupt; here the first change does.
            if (remedy == change)
            {
                yield return Small($"It interrupts: {remedy.Interrupts}");
                yield return Small(remedy.Afterwards!);
            }

            lead = "Or:";
        }
    }

    /// <summary>Of the first finding, whose remedies are counted first: what helps most and is offered.</summary>
    private static Remedy? BestChange(Finding first, IReadOnlyDictionary<int, string> refusals) =>
        first
            .Remedies.Where((remedy, index) => remedy.ChangesSomething && !refusals.ContainsKey(index))
            .OrderByDescending(remedy => remedy.Helps)
            .FirstOrDefault();

    private static IEnumerable<JsonObject> EvidenceLines(TunnelDiagnosis diagnosis) =>
        diagnosis
            .Findings.SelectMany(f => f.Evidence)
            .Distinct()
            .Select(line => Subtitle($"{Times.Utc(line.At)} {line.Gateway} {line.Text}"));

    /// <summary>The exchange of a check is the check's id: what is proposed is proposed from it.</summary>
    private static IEnumerable<JsonObject> Buttons(TunnelDiagnosed report, bool complete)
    {
        var offers = complete ? Offers.BestFirst(report.Diagnosis, report.Refusals).Take(2).ToList() : [];
        foreach (var offer in offers)
        {
            var first = offer == offers[0];
            var title =
                !first ? $"Or {Remedies.Short(offer.Remedy)}"
                : offer.Remedy.Kind == RemedyKind.ClearIke ? "Propose to clear IKE"
                // Another is named before it, which is not offered.
                : BestChange(report.Diagnosis.First, NoRefusals) is { } named && named != offer.Remedy
                    ? $"Propose to {Remedies.Short(offer.Remedy)}"
                : "Propose the clear";
            yield return CardButtons.Proposing(title, report.Exchange, offer.Index, first);
        }

        if (complete)
        {
            foreach (var (gateway, peer) in OtherPeers.Of(report.Diagnosis.First, report.Evidence))
            {
                yield return CardButtons.Saying($"Check {peer}", $"check {peer} on {gateway}");
            }

            yield return CardButtons.Saying("Check again", $"check {report.Order.Peer} on {report.Order.Gateway}");
        }

        yield return CardButtons.Toggling("Evidence", EvidenceId);
    }

    /// <summary>Where the drops' sender is not known, one press away: ours first.</summary>
    private static IEnumerable<JsonObject> Traces(TunnelEvidence evidence) =>
        TraceHelps
            .Ends(evidence)
            .Take(1)
            .Select(end =>
                CardButtons.Saying($"Trace on {end.Gateway}", $"trace peer {end.Latest.Peer} on {end.Gateway}")
            );

    /// <summary>Why no SA comes up only the box's own debug tells. Saying so proposes it; a lead decides.</summary>
    private static IEnumerable<JsonObject> Debugs(
        CheckOrder order,
        TunnelDiagnosis diagnosis,
        TunnelEvidence evidence
    ) =>
        diagnosis.First.Cause == "tunnel-down" && evidence.PeerIsListed
            ? [CardButtons.Saying("Propose a debug", $"debug peer {order.Peer} on {order.Gateway}")]
            : [];

    private static string Style(Severity severity) =>
        severity switch
        {
            Severity.Good => "good",
            Severity.Attention => "attention",
            _ => "warning",
        };
}
