using System.Globalization;

namespace SpiBot.Tunnels.Diagnosis;

/// <summary>A box that began anew not long ago: it was reloaded, or its pair switched over. <see cref="Ago"/> is counted back from its last reading.</summary>
internal sealed record Restart(TunnelEnd End, TimeSpan Ago, string Words)
{
    /// <summary>Longer ago, an SA that the peers still use is no longer likely to be from before.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromHours(2);

    /// <summary>The last of the two that is recent; null when neither is, or neither was read.</summary>
    public static Restart? Of(TunnelEnd end)
    {
        var box = end.Latest.Box;
        Restart? reload =
            box.Unit.Value?.Uptime is { } up && up >= TimeSpan.Zero && up <= Recent
                ? new Restart(end, up, $"{end.Gateway} was reloaded {Said.Left((long)up.TotalSeconds)} ago")
                : null;
        Restart? switched =
            SinceFailover(box) is { } since && since >= TimeSpan.Zero && since <= Recent
                ? new Restart(
                    end,
                    since,
                    $"{end.Gateway} switched over to its other unit {Said.Left((long)since.TotalSeconds)} ago"
                )
                : null;
        return switched is not null && (reload is null || switched.Ago < reload.Ago) ? switched : reload;
    }

    public IEnumerable<EvidenceLine> Evidence()
    {
        var box = End.Latest.Box;
        if (box.Unit.Value?.Uptime is { } up)
        {
            yield return Said.Line(End.Latest, $"up {Said.Left((long)up.TotalSeconds)}");
        }

        if (box.Failover.Value?.LastFailover is { } last)
        {
            yield return Said.Line(End.Latest, $"last failover at {last}");
        }

        if (box.Failover.Value?.StatefulLink is { } link)
        {
            yield return Said.Line(End.Latest, $"link for the state of its SAs: {link}");
        }
    }

    /// <summary>By the box's own clock, where both times name the same zone: <c>12:52:34 UTC Apr 26 2017</c>.</summary>
    private static TimeSpan? SinceFailover(GatewayReading box)
    {
        if (
            box.Clock.Value is not { } clock
            || box.Failover.Value?.LastFailover?.Split(' ') is not [var time, var zone, var month, var day, var year]
        )
        {
            return null;
        }

        return
            zone == clock.Zone
            && DateTime.TryParseExact(
                $"{time} {month} {day} {year}",
                "H:mm:ss MMM d yyyy",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var at
            )
            ? clock.Local - at
            : null;
    }
}
