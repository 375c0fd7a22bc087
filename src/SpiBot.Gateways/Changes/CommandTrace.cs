using SpiBot.Tunnels;

namespace SpiBot.Gateways.Changes;

/// <summary>
/// Whether lines were typed, from the gateway's own log of executed commands (111008). New SPIs prove nothing: an ordinary rekey brings them too. That a line is absent proves
/// something only if the log goes back to before the time in question and shows that it takes such messages. Pure.
/// </summary>
public static class CommandTrace
{
    /// <summary>Logs write whole seconds, and two clocks are never quite the same.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    /// <summary>From a line in the log to its answer, at most.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(1);

    /// <summary>Lines that went together are executed one after the other: the rest of them may still come so long.</summary>
    private static readonly TimeSpan LongestBetweenLines = TimeSpan.FromSeconds(5);

    /// <summary>Of 111008.</summary>
    private const int Notifications = 5;

    public static TraceFound Judge(PerhapsTyped asked, GatewayReading box, Answer<LoggedEvents> log)
    {
        if (log.Value is not { } read)
        {
            return CannotTell($"the log of {box.Gateway} could not be read ({log.NotRead})");
        }

        var executed = read.Events.Where(e => e is { Id: LoggedEvent.CommandExecuted, CommandLine: not null }).ToList();
        var (left, from) = Unaccounted(asked, Same(asked, executed, box));
        var then = left.Where(line => line.At is null || IsWithin(asked, line.At.Value)).ToList();
        if (then.Find(line => line is { At: not null, IsOurs: true }) is { Event: var ours, At: { } at })
        {
            if (asked.Others.Any(other => !other.Surely && MayBe(other, ours, asked)))
            {
                return CannotTell(
                    $"the log of {box.Gateway} has it at {at.UtcDateTime:HH:mm:ss} UTC, but another plan of the same line may have been typed then"
                );
            }

            var typed = then.Where(line => line is { At: not null, IsOurs: true })
                .Select(line => line.Event.CommandLine!);
            return WhichWere(
                asked,
                [.. typed],
                new TraceFound(
                    TraceVerdict.Typed,
                    $"The log of {box.Gateway} has it: at {at.UtcDateTime:HH:mm:ss} UTC {ours.User} executed \"{ours.CommandLine}\".",
                    at
                ),
                ShowsThatItTakesOurs(asked, box, executed)
                    && then.TrueForAll(line => !line.IsOurs || line.At < box.TakenAt - LongestBetweenLines)
            );
        }

        return then.Count > 0
            ? then[0] is { At: { } other, Event.User: var user }
                ? CannotTell(
                    $"the log of {box.Gateway} has the same line at {other.UtcDateTime:HH:mm:ss} UTC, typed by {user}"
                )
                : CannotTell($"the log of {box.Gateway} has the line, but does not say when (logging timestamp)")
            : left.Find(line => line.IsOurs && line.At >= asked.From - PerhapsTyped.AboutThatTime) is { At: { } about }
                ? CannotTell(
                    $"the log of {box.Gateway} has the same line at {about.UtcDateTime:HH:mm:ss} UTC, outside of the time in which this may have been typed, but clocks may differ"
                )
                : WhatAbsenceTells(asked with { From = from }, box, read, executed);
    }

    /// <summary>Where the lines in question stand in the log, and when that was by our clock; null where it cannot be said.</summary>
    private static List<LoggedLine> Same(PerhapsTyped asked, List<LoggedEvent> executed, GatewayReading box) =>
        [
            .. executed
                .Where(e => asked.Lines.Concat(asked.Instead ?? []).Any(line => IsSame(line, e.CommandLine!)))
                .Select(e => new LoggedLine(e, LoggedEvents.OurTime(e, box), IsOurs(asked, e))),
        ];

    /// <summary>Takes out what other plans account for: each of them one line, the nearest to when its answer came.</summary>
    /// <returns>What is left, and how far the log has to go back: had it lost the line of another plan, that would account for one of this plan's.</returns>
    private static (List<LoggedLine> Left, DateTimeOffset From) Unaccounted(PerhapsTyped asked, List<LoggedLine> same)
    {
        var (left, from) = (same.ToList(), asked.From);
        foreach (var other in asked.Others.Where(other => other.Surely))
        {
            if (left.FindAll(line => IsOf(other, line)) is { Count: > 0 } its)
            {
                var nearest = its.MinBy(line => (line.At!.Value - other.At).Duration())!;
                left.Remove(nearest);
                var begun = other.At - LongestAnswer;
                from = IsWithin(asked, nearest.At!.Value) && begun < from ? begun : from;
            }
        }

        return (left, from);
    }

    /// <summary>One line of several is in the log: were the others typed, too?</summary>
    /// <param name="typed">What the log has of ours in that time.</param>
    /// <param name="first">The first of that, told.</param>
    /// <param name="takesOurs">The log shows that it took what was typed later: what it does not have was not typed.</param>
    private static TraceFound WhichWere(PerhapsTyped asked, List<string> typed, TraceFound first, bool takesOurs)
    {
        // They are typed in this order, and none behind one that was refused: what stands before a line that the log has was typed too, also where the buffer begins later.
        var inSecondWay = !asked.Lines.Any(WasTyped);
        List<string> way = [.. inSecondWay ? asked.Instead ?? [] : asked.Lines];
        var count = way.FindLastIndex(WasTyped) + 1;
        List<string> lines = [.. way.Take(count)];
        List<string> others = [.. way.Skip(count)];
        if (others.Count == 0)
        {
            return inSecondWay ? first with { Part = new TypedPart(lines, []) } : first;
        }

        var words = takesOurs
            ? $"It does not have {Quoted(others)}: only a part was typed."
            : $"It does not have {Quoted(others)}: whether that was typed cannot be told.";
        return first with
        {
            Words = $"{first.Words} {words}",
            Part = takesOurs ? new TypedPart(lines, []) : new TypedPart(lines, others),
        };

        bool WasTyped(string line) => typed.Any(one => IsSame(line, one));
    }

    private static string Quoted(List<string> lines) => string.Join(", ", lines.Select(line => $"\"{line}\""));

    /// <summary>Our own session, which has just asked for the log, left such a message in it.</summary>
    private static bool ShowsThatItTakesOurs(PerhapsTyped asked, GatewayReading box, List<LoggedEvent> executed) =>
        executed.Any(e => IsOurs(asked, e) && LoggedEvents.OurTime(e, box) >= asked.Until - Margin);

    private static TraceFound WhatAbsenceTells(
        PerhapsTyped asked,
        GatewayReading box,
        LoggedEvents log,
        List<LoggedEvent> executed
    )
    {
        if (!log.Takes(Notifications))
        {
            return CannotTell(
                log.On
                    ? $"the log buffer of {box.Gateway} does not take executed commands (it wants level notifications, 5)"
                    : $"{box.Gateway} keeps no log buffer"
            );
        }

        if (asked.Serial is null || box.Unit.Value?.SerialNumber != asked.Serial)
        {
            return CannotTell(
                $"whether the unit that answers for {box.Gateway} is the one that was to be changed is not known ({asked.Serial ?? "no serial number"})"
            );
        }

        if (!log.Events.Any(e => LoggedEvents.OurTime(e, box) + asked.Late < asked.From - Margin))
        {
            return CannotTell(
                $"the log buffer of {box.Gateway} does not go back to before {asked.From.UtcDateTime:HH:mm:ss} UTC"
            );
        }

        return ShowsThatItTakesOurs(asked, box, executed)
            ? new TraceFound(
                TraceVerdict.NotTyped,
                $"The log of {box.Gateway} goes back to before the time in question, and does not have it: nothing was sent. Propose it anew."
            )
            : CannotTell($"the log of {box.Gateway} does not show that it keeps what SpiBot's user types");
    }

    private static TraceFound CannotTell(string because) =>
        new(TraceVerdict.CannotTell, $"Whether it was typed cannot be told: {because}.");

    private static bool IsWithin(PerhapsTyped asked, DateTimeOffset at) =>
        at >= asked.From - Margin && at <= asked.Until + Margin;

    private static bool IsOf(TypedForAnother other, LoggedLine logged) =>
        logged is { IsOurs: true, At: { } at }
        && at >= other.At - LongestAnswer
        && at <= other.At + Margin
        && IsSame(other.Line, logged.Event.CommandLine!);

    /// <summary>Nobody knows whether that one was typed, nor when: about the time in question it might be this line.</summary>
    private static bool MayBe(TypedForAnother other, LoggedEvent logged, PerhapsTyped asked) =>
        other.At >= asked.From - LongestAnswer && IsSame(other.Line, logged.CommandLine!);

    /// <summary>After <c>enable</c> an ASA speaks of <c>enable_15</c>, unless it authenticates that by name too.</summary>
    private static bool IsOurs(PerhapsTyped asked, LoggedEvent logged) =>
        string.Equals(logged.User, asked.User, StringComparison.OrdinalIgnoreCase)
        || logged.User?.StartsWith("enable_", StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsSame(string line, string logged) =>
        Words(line).SequenceEqual(Words(logged), StringComparer.OrdinalIgnoreCase);

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private sealed record LoggedLine(LoggedEvent Event, DateTimeOffset? At, bool IsOurs);
}
