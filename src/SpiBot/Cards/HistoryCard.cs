using System.Net;
using System.Text.Json.Nodes;
using SpiBot.Tunnels.History;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>What is remembered of a tunnel: its habits first, then what happened, the latest first.</summary>
public static class HistoryCard
{
    /// <summary>More tell nobody anything at once; what comes most often is counted.</summary>
    private const int MostEntries = 24;

    /// <param name="history">Null: nothing is remembered.</param>
    public static JsonObject Of(string gateway, IPAddress peer, TunnelHistory? history, DateTimeOffset now)
    {
        if (history is not { FirstLook: { } first, LastLook: { } last })
        {
            return Card(
                [
                    Heading(Title(gateway, peer, history)),
                    Paragraph(
                        "SpiBot remembers what it sees when it checks a tunnel. It has not looked at this one yet."
                    ),
                ],
                [Check(gateway, peer)]
            );
        }

        var timeline = Timeline.Of(history);
        return Card(
            [
                Heading(Title(gateway, peer, history)),
                Subtitle($"{gateway} ↔ {peer}"),
                Subtitle(
                    history.Looks == 1
                        ? $"one look, at {Moment.Time(first, now)}"
                        : $"{history.Looks} looks from {Moment.Time(first, now)} to {Moment.Time(last, now)}"
                ),
                Facts(Habits(history, now)),
                .. timeline.Take(MostEntries).Select(entry => Line(entry, now)),
                timeline.Count > MostEntries ? Small($"and {timeline.Count - MostEntries} before that") : null,
            ],
            [Check(gateway, peer)]
        );
    }

    public static string Title(string gateway, IPAddress peer, TunnelHistory? history)
    {
        if (history?.FirstLook is null)
        {
            return $"Nothing is remembered of {gateway} ↔ {peer}";
        }

        var open = history.Faults.Where(fault => fault.Over is null).Select(fault => fault.Cause).ToList();
        return open.Count > 0 ? $"History of {peer}: {string.Join(", ", open)} not yet gone" : $"History of {peer}";
    }

    private static IEnumerable<(string, string)> Habits(TunnelHistory history, DateTimeOffset now)
    {
        yield return (
            "Rekeys",
            PastInWords.UsualPeriod(history) ?? "how often is not known: too few were seen closely enough."
        );
        if (Lifetimes.OfTime(history) is { } lifetime)
        {
            yield return ("Lifetime", $"{PastInWords.Length(lifetime)}, by the youngest SA seen.");
        }

        if (PastInWords.Rhythm(history) is { } rhythm)
        {
            yield return ("Drops", rhythm);
        }

        var month = history.Faults.Where(fault => fault.LastSeen > now - Recurrence.Month).ToList();
        yield return (
            "Faults in 30 days",
            month.Count == 0
                ? "none found."
                : string.Join(", ", month.GroupBy(f => f.Cause).Select(g => $"{g.Count()} × {g.Key}")) + "."
        );
    }

    private static JsonObject Line(TimelineEntry entry, DateTimeOffset now) =>
        Container([
            Small(entry.When.InWords(now)),
            Tight(Runs([Run(entry.Words, color: entry.Grave ? "attention" : null)])),
        ]);

    private static JsonObject Check(string gateway, IPAddress peer) =>
        CardButtons.Saying("Check now", $"check {peer} on {gateway}");
}
