using System.Collections.Frozen;

namespace SpiBot.Tunnels.History;

/// <summary>The messages by which a gateway says that it has ended a tunnel.</summary>
internal static class LoggedTeardowns
{
    /// <summary>One ending is told at each look, by a clock that may be a second off from one to the next.</summary>
    private static readonly TimeSpan SameEnding = TimeSpan.FromSeconds(5);

    private const int LongestReason = 80;

    /// <summary>113019 session disconnected; 713050 connection terminated; 713123 lost contact (DPD); 713259 session is being torn down; 750007 SA down.</summary>
    private static readonly FrozenSet<int> Ids = FrozenSet.ToFrozenSet([113019, 713050, 713123, 713259, 750007]);

    public static IReadOnlyList<Teardown> After(TunnelHistory history, TunnelReading reading)
    {
        var known = history.Teardowns.ToList();
        foreach (var logged in reading.Log.Value?.Events ?? [])
        {
            if (
                Ids.Contains(logged.Id)
                && IsOf(logged, reading)
                && LoggedEvents.OurTime(logged, reading.Box) is { } at
                && !known.Exists(t => t.MessageId == logged.Id && (t.At - at).Duration() < SameEnding)
            )
            {
                known.Add(new Teardown(at, logged.Id, Reason(logged.Text)));
            }
        }

        return [.. known.OrderBy(t => t.At)];
    }

    /// <summary>The message names the peer that the reading is about.</summary>
    internal static bool IsOf(LoggedEvent logged, TunnelReading reading)
    {
        var peer = reading.Peer.ToString();
        return logged.From == peer || logged.To == peer || NamesAddress(logged.Text, peer);
    }

    /// <summary>The address as a whole word: 192.0.2.1 does not stand in 192.0.2.10.</summary>
    private static bool NamesAddress(string text, string address)
    {
        for (var at = text.IndexOf(address, StringComparison.Ordinal); at >= 0; )
        {
            var end = at + address.Length;
            if ((at == 0 || !IsPart(text[at - 1])) && (end == text.Length || !GoesOn(text, end)))
            {
                return true;
            }

            at = text.IndexOf(address, end, StringComparison.Ordinal);
        }

        return false;
    }

    private static bool GoesOn(string text, int end) =>
        char.IsAsciiHexDigit(text[end])
        || (text[end] == '.' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]));

    private static bool IsPart(char c) => char.IsAsciiHexDigit(c) || c is '.';

    internal static string? Reason(string text)
    {
        var at = text.IndexOf("Reason:", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var reason = text[(at + "Reason:".Length)..].Trim().TrimEnd('.');
        return reason.Length <= LongestReason ? reason : reason[..LongestReason];
    }
}
