namespace SpiBot.Tunnels.History;

/// <summary>The SPIs of a tunnel from look to look: from what was listed, and to the second from the log's messages of made and ended SAs.</summary>
internal static class SpiLives
{
    /// <summary>An SPI that such a reading does not list is gone. A standby unit may list none although the active one has them.</summary>
    public static bool ListsAll(TunnelReading reading) =>
        reading.Sas.Value is { Complete: true } sas
        && sas.Tunnels.All(t => t.Complete)
        && reading.Box.Failover.Value?.Role is not (FailoverRole.Standby or FailoverRole.Failed);

    public static IReadOnlyList<SpiLife> After(TunnelHistory history, TunnelReading reading)
    {
        var lives = new Dictionary<(bool Inbound, Spi Spi), SpiLife>();
        foreach (var life in history.Spis)
        {
            lives[(life.Inbound, life.Spi)] = life;
        }

        foreach (var (logged, at) in Logged(reading))
        {
            Note(lives, logged, at);
        }

        var listed = new HashSet<(bool, Spi)>();
        foreach (var child in reading.Tunnels)
        {
            foreach (var (inbound, sa) in Sas(child))
            {
                var key = (inbound, sa.Spi);
                listed.Add(key);
                lives[key] = Seen(lives.GetValueOrDefault(key), history, reading, child, inbound, sa);
            }
        }

        if (ListsAll(reading))
        {
            foreach (var (key, life) in lives.Where(l => l.Value.Gone is null && !listed.Contains(l.Key)).ToList())
            {
                lives[key] = life with { Gone = new Moment(life.LastSeen, reading.TakenAt) };
            }
        }

        return [.. lives.Values.OrderBy(life => life.Born.NoLaterThan).ThenBy(life => life.FirstSeen)];
    }

    private static IEnumerable<(bool Inbound, SecurityAssociation Sa)> Sas(ChildSa child) =>
        child.Inbound.Select(sa => (true, sa)).Concat(child.Outbound.Select(sa => (false, sa)));

    private static SpiLife Seen(
        SpiLife? before,
        TunnelHistory history,
        TunnelReading reading,
        ChildSa child,
        bool inbound,
        SecurityAssociation sa
    )
    {
        var at = reading.TakenAt;
        var life =
            before
            ?? new SpiLife(
                sa.Spi,
                inbound,
                child.LocalSelector,
                child.RemoteSelector,
                new Moment(history.LastListing, at),
                FirstSeen: at,
                LastSeen: at
            );
        return life with
        {
            LocalSelector = child.LocalSelector ?? life.LocalSelector,
            RemoteSelector = child.RemoteSelector ?? life.RemoteSelector,
            LastSeen = at,
            Gone = null,
            Rekeyed = sa.Rekeyed,
            MostSecondsLeft = Most(life.MostSecondsLeft, sa.RemainingSeconds),
            MostKilobytesLeft = Most(life.MostKilobytesLeft, sa.RemainingKilobytes),
        };
    }

    private static long? Most(long? one, long? other) => other is null || one > other ? one : other;

    /// <summary>The log's messages of SAs with this peer that were made or ended, with our time, none later than the reading itself.</summary>
    private static IEnumerable<(LoggedEvent Event, DateTimeOffset At)> Logged(TunnelReading reading)
    {
        var peer = reading.Peer.ToString();
        foreach (var logged in reading.Log.Value?.Events ?? [])
        {
            if (
                logged is { Id: LoggedEvent.SaCreated or LoggedEvent.SaDeleted, Spi: not null }
                && (logged.From == peer || logged.To == peer)
                && LoggedEvents.OurTime(logged, reading.Box) is { } at
            )
            {
                yield return (logged, at < reading.TakenAt ? at : reading.TakenAt);
            }
        }
    }

    // What the log tells is told again at each look, by a clock that is a second off from one look to the next: the first time counts.
    private static void Note(Dictionary<(bool, Spi), SpiLife> lives, LoggedEvent logged, DateTimeOffset at)
    {
        if (logged.Direction is not ("inbound" or "outbound"))
        {
            return;
        }

        var inbound = logged.Direction == "inbound";
        var key = (inbound, logged.Spi!);
        var created = logged.Id == LoggedEvent.SaCreated;
        if (!lives.TryGetValue(key, out var life))
        {
            life = new SpiLife(logged.Spi!, inbound, null, null, new Moment(After: null, at), at, at);
        }

        lives[key] =
            created && !life.Born.IsExact
                ? life with
                {
                    Born = Moment.Exactly(at),
                    FirstSeen = Earlier(at, life.FirstSeen),
                }
            : !created && life.Gone is not { IsExact: true } && at >= life.FirstSeen
                ? life with
                {
                    Gone = Moment.Exactly(at),
                    LastSeen = Earlier(life.LastSeen, at),
                }
            : life;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
