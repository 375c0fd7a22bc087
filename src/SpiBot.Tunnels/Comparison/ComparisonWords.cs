namespace SpiBot.Tunnels.Comparison;

/// <summary>The verdict on one pair of selectors, as one sentence that names the gateways.</summary>
internal static class ComparisonWords
{
    public static string Of(
        SelectorVerdict verdict,
        DirectionComparison outgoing,
        DirectionComparison incoming,
        string? weUnread,
        string? theyUnread
    )
    {
        var (we, they) = (outgoing.Sender, outgoing.Receiver);
        return verdict switch
        {
            SelectorVerdict.Match => $"{we} and {they} agree on the SPIs of both directions.",
            SelectorVerdict.RekeyOverlap =>
                $"{we} and {they} agree; the SAs from before a rekey are still installed, as they should be for a while.",
            SelectorVerdict.WeAreStale => Unknown(outgoing) + $"; {we} holds the older SA.",
            SelectorVerdict.TheyAreStale => Unknown(incoming) + $"; {they} holds the older SA.",
            SelectorVerdict.Differ => Unknown(outgoing, incoming)
                + "; which end is behind cannot be seen from the SAs.",
            SelectorVerdict.MissingHere => $"{they} has an SA for these networks, {we} has none.",
            SelectorVerdict.MissingThere => $"{we} has an SA for these networks, {they} has none.",
            _ => CannotTell(outgoing, incoming, weUnread, theyUnread),
        };
    }

    // Where both directions are broken, the stale end's own sending is what its sentence is about.
    private static string Unknown(params ReadOnlySpan<DirectionComparison> directions)
    {
        List<string> broken = [];
        foreach (var direction in directions)
        {
            if (direction.Verdict == DirectionVerdict.NoMatch)
            {
                broken.Add(
                    $"{direction.Sender} sends {direction.Sends?.Digits}, which {direction.Receiver} does not accept"
                );
            }
        }

        return broken.Count > 0 ? string.Join(", and ", broken) : "The SPIs of the two ends differ";
    }

    private static string CannotTell(
        DirectionComparison outgoing,
        DirectionComparison incoming,
        string? weUnread,
        string? theyUnread
    )
    {
        var (we, they) = (outgoing.Sender, outgoing.Receiver);
        if (weUnread is not null && theyUnread is not null)
        {
            return $"Neither end can be seen: {Clause(weUnread)}; {Clause(theyUnread)}.";
        }

        if (theyUnread is not null)
        {
            return $"Only {we} can be seen: {Clause(theyUnread)}.";
        }

        if (weUnread is not null)
        {
            return $"Only {they} can be seen: {Clause(weUnread)}.";
        }

        return outgoing.Sends is null && incoming.Sends is null
            ? $"Neither {we} nor {they} lists an SPI that it sends with."
            : $"What was read of {we} and {they} is not enough to compare them: a listing was cut off, or lists no SPI to send with.";
    }

    private static string Clause(string reason) => reason.Trim().TrimEnd('.');
}
