namespace SpiBot.Tunnels;

/// <summary>Whether counters of two readings may be subtracted: same unit, same role, no reload between, and not too far apart.</summary>
internal static class SameUnit
{
    /// <summary>Further apart than this, a rate says nothing about now.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromHours(1);

    /// <returns>Null when the two belong together, else why not, in words for a card.</returns>
    public static string? WhyNot(GatewayReading? earlier, GatewayReading latest)
    {
        if (earlier is null)
        {
            return "looked once";
        }

        if (!string.Equals(earlier.Gateway, latest.Gateway, StringComparison.OrdinalIgnoreCase))
        {
            return $"the two readings are of two gateways, {earlier.Gateway} and {latest.Gateway}";
        }

        var window = latest.TakenAt - earlier.TakenAt;
        if (window <= TimeSpan.Zero)
        {
            return "the readings are not in the order of time";
        }

        if (window > LongestWindow)
        {
            return $"the readings are {window.TotalHours:0.#} hours apart";
        }

        return Changed(earlier, latest);
    }

    /// <returns>What happened to the box between two readings of it, a clause for a card: another unit answers, it was reloaded, or it changed its role. Null for nothing.</returns>
    public static string? Changed(GatewayReading earlier, GatewayReading latest) =>
        OtherUnit(earlier, latest) ?? OtherRole(earlier, latest);

    // A unit that could not be read contradicts nothing: a box may refuse "show version" and still count honestly.
    private static string? OtherUnit(GatewayReading earlier, GatewayReading latest)
    {
        if (earlier.Unit.Value is not { } before || latest.Unit.Value is not { } now)
        {
            return null;
        }

        if (
            before.SerialNumber is { } first
            && now.SerialNumber is { } second
            && !string.Equals(first, second, StringComparison.OrdinalIgnoreCase)
        )
        {
            return $"another unit answered: serial number {first}, then {second}";
        }

        return before.Uptime is { } wasUp && now.Uptime is { } isUp && isUp < wasUp
            ? $"{latest.Gateway} was reloaded between the readings"
            : null;
    }

    private static string? OtherRole(GatewayReading earlier, GatewayReading latest)
    {
        var before = earlier.Failover.Value?.Role ?? FailoverRole.Unknown;
        var now = latest.Failover.Value?.Role ?? FailoverRole.Unknown;
        return before != now && before != FailoverRole.Unknown && now != FailoverRole.Unknown
            ? $"{latest.Gateway} changed its failover role from {Word(before)} to {Word(now)}"
            : null;
    }

    private static string Word(FailoverRole role) => role.ToString().ToLowerInvariant();
}
