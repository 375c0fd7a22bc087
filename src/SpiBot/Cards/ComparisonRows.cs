using System.Text.Json.Nodes;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Comparison;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>
/// Both ends' SPIs by direction of traffic: what the sender sends beside what the receiver accepts, with the verdict in a
/// word as well as a colour, so that nobody crosses inbound and outbound in the head.
/// </summary>
public static class ComparisonRows
{
    /// <summary>More pairs than this, and the card names the rest by count: broken ones always come first.</summary>
    private const int MostShown = 4;

    public static IEnumerable<JsonObject> Of(IReadOnlyList<SelectorComparison> comparison)
    {
        var worstFirst = comparison.OrderBy(c => Agrees(c.Verdict)).ToList();
        var broken = worstFirst.Where(c => !Agrees(c.Verdict)).ToList();
        var shown = broken.Count > 0 ? [.. broken.Take(MostShown)] : worstFirst.Take(1).ToList();
        foreach (var pair in shown)
        {
            yield return IsSeenFromHereAlone(pair)
                ? FromHere(pair, named: comparison.Count > 1)
                : Pair(pair, named: comparison.Count > 1);
        }

        var rest = worstFirst.Skip(shown.Count).ToList();
        if (rest.Count > 0)
        {
            yield return Paragraph(RestInWords(rest));
        }
    }

    private static JsonObject Pair(SelectorComparison pair, bool named)
    {
        var without = pair.Verdict switch
        {
            SelectorVerdict.MissingHere => pair.Incoming.Receiver,
            SelectorVerdict.MissingThere => pair.Outgoing.Receiver,
            _ => null,
        };
        List<JsonObject> items =
        [
            .. named ? [Small(Selectors(pair))] : (IEnumerable<JsonObject>)[],
            .. Direction(pair.Incoming, without),
            .. Direction(pair.Outgoing, without),
        ];
        // Where the SPIs show it, words would only say it again.
        if (pair.Verdict is SelectorVerdict.MissingHere or SelectorVerdict.MissingThere or SelectorVerdict.CannotTell)
        {
            items.Add(Small(pair.Words));
        }

        return Container(items, separator: true);
    }

    /// <summary>Nothing of the other end is known, so there is nothing to compare; why it is not stands once below.</summary>
    private static bool IsSeenFromHereAlone(SelectorComparison pair) =>
        pair is { Verdict: SelectorVerdict.CannotTell, Ours: not null, Theirs: null };

    private static JsonObject FromHere(SelectorComparison pair, bool named) =>
        Container(
            [
                .. named ? [Small(Selectors(pair))] : (IEnumerable<JsonObject>)[],
                Columns(
                    (
                        "stretch",
                        [
                            Small($"{pair.Ours!.Gateway} accepts"),
                            Digits([.. pair.Incoming.Accepts.Select(spi => spi.Digits)]),
                        ]
                    ),
                    (
                        "stretch",
                        [
                            Small($"{pair.Ours.Gateway} sends"),
                            Digits(pair.Outgoing.Sends is { } spi ? [spi.Digits] : []),
                        ]
                    )
                ),
            ],
            separator: true
        );

    /// <param name="direction">What is sent and accepted.</param>
    /// <param name="without">The end that was read in full and has no SA for these networks.</param>
    private static IEnumerable<JsonObject> Direction(DirectionComparison direction, string? without)
    {
        var (word, color) = direction.Verdict switch
        {
            _ when direction.Sender == without => ("✗ no SA", "attention"),
            DirectionVerdict.Match => ("✓ match", "good"),
            DirectionVerdict.RekeyOverlap => ("✓ match, rekeying", "good"),
            DirectionVerdict.NoMatch => ("✗ no match", "attention"),
            _ => ("? cannot tell", "warning"),
        };
        yield return Columns(
            ("stretch", [Bold($"{direction.Sender} → {direction.Receiver}")]),
            ("auto", [Word(word, color)])
        );
        yield return Columns(
            (
                "stretch",
                [Small($"{direction.Sender} sends"), Spis(direction.Sender, direction.Sends is { } spi ? [spi] : [])]
            ),
            ("stretch", [Small($"{direction.Receiver} accepts"), Spis(direction.Receiver, direction.Accepts)])
        );

        JsonObject Spis(string end, IReadOnlyList<Spi> spis) =>
            spis.Count == 0 && end == without ? Small("none") : Digits([.. spis.Select(s => s.Digits)]);
    }

    private static JsonObject Digits(IReadOnlyList<string> spis) =>
        spis.Count == 0 ? Small("not known") : Monospace(string.Join(", ", spis), bold: true);

    private static string RestInWords(IReadOnlyList<SelectorComparison> rest)
    {
        var pairs = $"{rest.Count} more subnet {(rest.Count == 1 ? "pair" : "pairs")}";
        var verdicts = rest.GroupBy(c => c.Verdict).OrderByDescending(g => g.Count()).ToList();
        return verdicts.Count == 1
            ? $"{pairs}: {InWords(verdicts[0].Key)}"
            : $"{pairs}: {string.Join(", ", verdicts.Select(g => $"{g.Count()} {InWords(g.Key)}"))}";
    }

    private static string InWords(SelectorVerdict verdict) =>
        verdict switch
        {
            SelectorVerdict.Match => "match at both ends",
            SelectorVerdict.RekeyOverlap => "match, rekeying",
            SelectorVerdict.WeAreStale => "where we are stale",
            SelectorVerdict.TheyAreStale => "where they are stale",
            SelectorVerdict.Differ => "differ",
            SelectorVerdict.MissingHere => "missing here",
            SelectorVerdict.MissingThere => "missing there",
            _ => "not to be told",
        };

    private static string Selectors(SelectorComparison pair) =>
        $"{pair.LocalSelector?.ToString() ?? "any"} ↔ {pair.RemoteSelector?.ToString() ?? "any"}";

    private static bool Agrees(SelectorVerdict verdict) =>
        verdict is SelectorVerdict.Match or SelectorVerdict.RekeyOverlap;
}
