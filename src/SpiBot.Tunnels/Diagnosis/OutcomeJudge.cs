using SpiBot.Tunnels.Comparison;

namespace SpiBot.Tunnels.Diagnosis;

/// <summary>Judges a change from readings before and after it. New SAs alone are no success: packets must pass, or the drops end.</summary>
public static class OutcomeJudge
{
    /// <summary>Below this part of the rate before, the drops count as ended: stragglers and strangers remain.</summary>
    private const double EndedPart = 0.1;

    private const double EndedPerSecond = 0.2;

    /// <summary>
    /// Whether clearing a peer's SAs helped. Both are seen from the same viewpoint; <paramref name="after"/> needs two
    /// readings taken after the clear for rates, but is judged from one where that suffices.
    /// </summary>
    public static RemediationOutcome Judge(TunnelEvidence before, TunnelEvidence after)
    {
        var (was, now) = (new Examination(before), new Examination(after));
        var rows = OutcomeRows.Of(was, now);
        var (verdict, words) = Verdict(was, now);
        return new RemediationOutcome(verdict, words, rows);
    }

    /// <summary>Whether clearing the inactive SAs of a gateway helped: their count before and now.</summary>
    public static RemediationOutcome JudgeInactive(GatewayReading before, GatewayReading after)
    {
        var gateway = after.Gateway;
        var row = new BeforeAndNow(
            $"Inactive SAs on {gateway}",
            Count(before),
            Count(after),
            after.Inactive.Value?.Count == 0
        );
        if (before.Inactive.Value is not { } was || after.Inactive.Value is not { } now)
        {
            var unread = after.Inactive.NotRead ?? before.Inactive.NotRead;
            return new RemediationOutcome(
                OutcomeVerdict.CannotTell,
                $"Whether it helped cannot be told: the inactive SAs of {gateway} were not read ({unread}).",
                [row]
            );
        }

        return now.Count switch
        {
            0 when was.Count == 0 => new(
                OutcomeVerdict.CannotTell,
                $"{gateway} had no inactive SAs any more when it was looked at before, and has none now.",
                [row]
            ),
            0 => new(OutcomeVerdict.Helped, $"{gateway} has no inactive SAs any more; it had {was.Count}.", [row]),
            _ when now.Count < was.Count => new(
                OutcomeVerdict.Helped,
                $"{gateway} has {now.Count} inactive SAs left of {was.Count}. Those that stay may be of the kind that only a reload removes (CSCwc48375).",
                [row]
            ),
            _ => new(
                OutcomeVerdict.DidNotHelp,
                $"{gateway} still has {now.Count} inactive SAs; it had {was.Count}. With Cisco bug CSCwc48375 the clear does not remove them, only a reload does; they harm no traffic.",
                [row]
            ),
        };

        static string Count(GatewayReading reading) =>
            reading.Inactive.Value is { } inactive ? Said.Count(inactive.Count) : "not read";
    }

    private static (OutcomeVerdict Verdict, string Words) Verdict(Examination was, Examination now)
    {
        var (we, they) = (now.OurName, now.TheirName);
        if (now.Ours.Latest.Sas.Value is not { } sas)
        {
            return (
                OutcomeVerdict.CannotTell,
                $"Whether it helped cannot be told: the SAs of {we} were not read ({now.Ours.Latest.Sas.NotRead})."
            );
        }

        if (Broken(now) is { } broken)
        {
            var old = WasSentBefore(was, broken) ? "still" : "now";
            return (
                OutcomeVerdict.DidNotHelp,
                $"It did not help: {broken.Sender} {old} sends with {broken.Sends?.Digits}, which {broken.Receiver} does not accept."
            );
        }

        if (now.Comparison.Count == 0)
        {
            return sas.Complete
                ? (
                    OutcomeVerdict.CannotTell,
                    $"The old SAs are gone and there is no new one yet: nothing has asked for the tunnel, or {we} and {they} do not agree on one. Send a packet through it and check again."
                )
                : (OutcomeVerdict.CannotTell, $"Whether it helped cannot be told: the listing of {we} was cut off.");
        }

        if (
            now.Comparison.FirstOrDefault(r =>
                r.Verdict is SelectorVerdict.MissingHere or SelectorVerdict.MissingThere
            ) is
            { } half
        )
        {
            return (OutcomeVerdict.DidNotHelp, $"It did not help: {half.Words}");
        }

        if (!HasNewSpi(was, now))
        {
            return (
                OutcomeVerdict.DidNotHelp,
                $"It did not help: {we} and {they} still use the SPIs from before, so no new SAs were negotiated."
            );
        }

        return ByTraffic(was, now);
    }

    /// <summary>New SAs are there and nothing contradicts them; do packets pass?</summary>
    private static (OutcomeVerdict Verdict, string Words) ByTraffic(Examination was, Examination now)
    {
        var (we, they) = (now.OurName, now.TheirName);
        var fresh = now.EndsAgree ? $"{we} and {they} agree on new SPIs" : $"{we} has new SAs with {they}";
        var arrives = OutcomeRows.Arrives(was, now);
        var still = StillDropping(was, now);
        if (arrives)
        {
            var drops = still is { } rate
                ? $" {rate.Gateway} still drops {Said.Rate(rate.Drops)} for an invalid SPI; as packets pass here, look at its other peers."
                : "";
            return (OutcomeVerdict.Helped, $"The tunnel came back: {fresh}, and packets arrive.{drops}");
        }

        if (still is { } dropping)
        {
            return (
                OutcomeVerdict.DidNotHelp,
                $"It did not help: {fresh}, but no packets arrive and {dropping.Gateway} still drops {Said.Rate(dropping.Drops)} for an invalid SPI."
            );
        }

        var oneWay = now.Comparison.Any(row => now.OurTraffic(row).OneWay || now.TheirTraffic(row).OneWay);
        if (DropsEnded(was, now) && now.EndsAgree && !oneWay)
        {
            return (
                OutcomeVerdict.Helped,
                $"It helped: {fresh}, and the drops have ended. No packet has come through yet."
            );
        }

        return oneWay
            ? (
                OutcomeVerdict.CannotTell,
                $"{fresh}, but packets are only sent and none arrive yet: check again in a minute."
            )
            : (OutcomeVerdict.CannotTell, $"{fresh}, but the tunnel is idle: only traffic will show whether it works.");
    }

    private static DirectionComparison? Broken(Examination now) =>
        now
            .Comparison.SelectMany(row => new[] { row.Incoming, row.Outgoing })
            .FirstOrDefault(d => d.Verdict == DirectionVerdict.NoMatch && d.Accepts.Count > 0);

    private static bool WasSentBefore(Examination was, DirectionComparison direction) =>
        was
            .Comparison.SelectMany(row => new[] { row.Incoming, row.Outgoing })
            .Any(d => d.Sends == direction.Sends && d.Sender == direction.Sender);

    private static bool HasNewSpi(Examination was, Examination now)
    {
        var old = Spis(was);
        return Spis(now).Any(spi => !old.Contains(spi));
    }

    private static HashSet<Spi> Spis(Examination examination) =>
        [
            .. examination
                .Comparison.SelectMany(row => new[] { row.Ours, row.Theirs })
                .OfType<EndSpis>()
                .SelectMany(end => end.Inbound.Concat(end.Outbound)),
        ];

    private static (string Gateway, DropRate Drops)? StillDropping(Examination was, Examination now)
    {
        foreach (var (gateway, before, after) in Rates(was, now))
        {
            if (after.PerSecond is { } rate && rate > Math.Max(EndedPerSecond, (before?.PerSecond ?? 0) * EndedPart))
            {
                return (gateway, after);
            }
        }

        return null;
    }

    private static bool DropsEnded(Examination was, Examination now) =>
        Rates(was, now).Any(r => r.Before?.PerSecond > EndedPerSecond && r.After.PerSecond is not null)
        && StillDropping(was, now) is null;

    private static IEnumerable<(string Gateway, DropRate? Before, DropRate After)> Rates(
        Examination was,
        Examination now
    )
    {
        yield return (now.OurName, was.OurDrops, now.OurDrops);
        if (now.TheirDrops is { } theirs)
        {
            yield return (now.TheirName, was.TheirDrops, theirs);
        }
    }
}
