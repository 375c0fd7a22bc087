using SpiBot.Tunnels.History;

namespace SpiBot.Tunnels.Diagnosis;

/// <summary>A message of an end's log that names the peer. <see cref="At"/> is by our clock; null where the message does not tell.</summary>
internal sealed record PeerLog(TunnelEnd End, LoggedEvent Event, DateTimeOffset? At)
{
    private const int LongestLine = 160;

    /// <summary>Those of both looks, oldest first: what was there at both counts once.</summary>
    public static IReadOnlyList<PeerLog> Of(TunnelEnd end, Func<LoggedEvent, bool> which)
    {
        var seen = new HashSet<LoggedEvent>();
        return
        [
            .. new[] { end.Earlier, end.Latest }
                .OfType<TunnelReading>()
                .SelectMany(reading =>
                    (reading.Log.Value?.Events ?? [])
                        .Where(logged => which(logged) && LoggedTeardowns.IsOf(logged, reading) && seen.Add(logged))
                        .Select(logged => new PeerLog(end, logged, LoggedEvents.OurTime(logged, reading.Box)))
                )
                .OrderBy(logged => logged.At),
        ];
    }

    public EvidenceLine Said()
    {
        var text = Event.Text.Length <= LongestLine ? Event.Text : Event.Text[..LongestLine] + "…";
        return new EvidenceLine(End.Gateway, At ?? End.Latest.TakenAt, $"{Event.Id}: {text}");
    }
}
