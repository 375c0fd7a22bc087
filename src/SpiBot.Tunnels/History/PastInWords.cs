using SpiBot.Tunnels.Comparison;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tunnels.History;

/// <summary>What the past adds to a diagnosis, in sentences for a person: since when, after which rekey, how often, whose the stale SPI was, what was tried.</summary>
public static class PastInWords
{
    /// <summary>Empty where nothing is remembered, or nothing that matters.</summary>
    public static IReadOnlyList<string> Of(TunnelDiagnosis diagnosis, TunnelEvidence evidence)
    {
        if (evidence.Ours.History is not { } history)
        {
            return [];
        }

        var now = evidence.Ours.Latest.TakenAt;
        List<string> said = [];
        if (diagnosis is { Severity: Severity.Attention, TwoLooks: true })
        {
            said.AddRange(StaleSpis(diagnosis, evidence));
            var firstLook = (evidence.Ours.Earlier ?? evidence.Ours.Latest).TakenAt;
            // Of a tunnel that nobody looked at before this check there is no past to tell.
            if (history.FirstLook < firstLook)
            {
                said.Add(HowOften(history, diagnosis.First.Cause, now, firstLook));
            }

            if (Tried(history, now) is { } tried)
            {
                said.Add(tried);
            }
        }

        if (LastRekey(history, now) is { } rekey)
        {
            said.Add(rekey);
        }

        if (Rhythm(history) is { } rhythm)
        {
            said.Add(rhythm);
        }

        return said;
    }

    /// <summary><c>Rekeys about every 1 h (5 seen)</c>; null when too few were seen.</summary>
    public static string? UsualPeriod(TunnelHistory history) =>
        Rekeys.Usual(history) is { } usual
            ? $"It usually rekeys every {Length(usual.Usual)} ({usual.Gaps} times seen, {Length(usual.Least)} to {Length(usual.Longest)} apart)."
            : null;

    /// <summary>The bursts of drops that come with the rekeys or the lifetime.</summary>
    public static string? Rhythm(TunnelHistory history)
    {
        var rhythm =
            Lifetimes.OfTime(history) is { } lifetime && DropBursts.AtMultiplesOf(history, lifetime) is { } atLifetime
                ? (Of: "the lifetime", Found: atLifetime)
            : Rekeys.Usual(history) is { } usual && DropBursts.AtMultiplesOf(history, usual.Usual) is { } atRekeys
                ? (Of: "the time from rekey to rekey", Found: atRekeys)
            : default;
        return rhythm.Found is { } found
            ? $"{found.AtMultiples} of {found.Bursts} bursts of drops came at multiples of {Length(found.Period)}, {rhythm.Of}."
            : null;
    }

    /// <summary><c>45 s</c>, <c>12 min</c>, <c>7 h 59 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Length(TimeSpan span) =>
        span.TotalSeconds < 120 ? $"{span.TotalSeconds:0} s"
        : span.TotalMinutes < 120 ? $"{span.TotalMinutes:0} min"
        : span.TotalHours < 48 ? $"{(int)span.TotalHours} h{(span.Minutes > 0 ? $" {span.Minutes} min" : "")}"
        : $"{(int)span.TotalDays} d{(span.Hours > 0 ? $" {span.Hours} h" : "")}";

    private static IEnumerable<string> StaleSpis(TunnelDiagnosis diagnosis, TunnelEvidence evidence)
    {
        var ends = new[] { evidence.Ours, evidence.Theirs }.OfType<TunnelEnd>().ToList();
        var broken = diagnosis.Comparison.SelectMany(Directions).Where(d => d.Verdict == DirectionVerdict.NoMatch);
        foreach (var direction in broken.Take(2))
        {
            var receiver = ends.Find(end => Same(end.Gateway, direction.Receiver));
            if (
                direction.Sends is { } spi
                && receiver?.History is { } past
                && past.LivesOf(spi).FirstOrDefault(life => life is { Inbound: true, Gone: not null }) is { } life
            )
            {
                var rekey = Rekeys.Of(past, life);
                var when = (rekey?.When ?? life.Gone!).InWords(receiver.Latest.TakenAt);
                yield return rekey is null
                    ? $"{direction.Sender} still sends with {spi.Digits}, which {direction.Receiver} ended {when}."
                    : $"{direction.Sender} still sends with {spi.Digits}, which {direction.Receiver} replaced by {rekey.New.Digits} {when}.";
            }
        }
    }

    private static IEnumerable<DirectionComparison> Directions(SelectorComparison row) => [row.Incoming, row.Outgoing];

    private static string HowOften(TunnelHistory history, string cause, DateTimeOffset now, DateTimeOffset firstLook)
    {
        var recurrence = Recurrence.Of(history, cause, now);
        var since = recurrence.Since < firstLook ? $"Found since {Moment.Time(recurrence.Since, now)}; " : "";
        var days = (int)recurrence.Within.TotalDays;
        if (recurrence.Times == 1)
        {
            return history.FirstLook is { } first && now - first > TimeSpan.FromDays(1)
                ? Sentence(
                    $"{since}the first time in {Math.Min(days, (int)(now - first).TotalDays)} days that SpiBot looked."
                )
                : Sentence(
                    $"{since}SpiBot remembers this tunnel only since {Moment.Time(history.FirstLook ?? now, now)}."
                );
        }

        var afterRekeys =
            recurrence.AfterRekey == recurrence.Times ? ", each soon after a rekey"
            : recurrence.AfterRekey > 0 ? $", {recurrence.AfterRekey} of them soon after a rekey"
            : "";
        return Sentence($"{since}the {Ordinal(recurrence.Times)} time in {days} days{afterRekeys}.");
    }

    private static string? Tried(TunnelHistory history, DateTimeOffset now) =>
        history.Actions is [.., var last] && now - last.At < Recurrence.Month
            ? $"Last tried: {last.Kind} on {last.Gateway} at {Moment.Time(last.At, now)}, {last.Outcome ?? "outcome not known"}."
            : null;

    private static string? LastRekey(TunnelHistory history, DateTimeOffset now)
    {
        // What was there at the first look tells nothing of when it was made.
        if (Rekeys.LastBefore(history, now) is not { When.After: not null } last)
        {
            return null;
        }

        var usual = UsualPeriod(history);
        return $"{(last.AfterAction ? "The SAs are new since a clear," : "The last rekey was")} {last.When.InWords(now)}.{(usual is null ? "" : " " + usual)}";
    }

    private static string Ordinal(int times) =>
        (times % 100) is 11 or 12 or 13
            ? $"{times}th"
            : (times % 10) switch
            {
                1 => $"{times}st",
                2 => times == 2 ? "second" : $"{times}nd",
                3 => times == 3 ? "third" : $"{times}rd",
                _ => $"{times}th",
            };

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
