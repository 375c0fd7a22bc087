using SpiBot.Tunnels;

namespace SpiBot.Cli;

/// <summary>
/// When the looks of a gateway were taken, as far as their text says: by <c>show clock</c>, else by how much the lifetime of the same SA went down.
/// Only differences matter to a diagnosis; a time that no clock gave is never shown.
/// </summary>
internal static class AnalyzeTimes
{
    /// <summary>Further apart, two readings say nothing about each other.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>A box counts lifetimes in seconds, and its commands do not answer all at once.</summary>
    private const long Jitter = 5;

    /// <summary>How a time is shown: with Z where the zone is UTC, with the box's own zone name else; null where no clock was given.</summary>
    public static string? Shown(AnalyzeLook look) =>
        look.Clock.Value switch
        {
            null => null,
            { Utc: { } utc } => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
            var clock => clock.Local.ToString("yyyy-MM-dd'T'HH:mm:ss") + " " + clock.Zone,
        };

    /// <summary>The time between two looks of one gateway, always above zero; or why it cannot be taken.</summary>
    public static (TimeSpan? Window, string Refusal) Between(AnalyzeLook first, AnalyzeLook later, TimeSpan? apart)
    {
        var window = ByClock(first, later) ?? BySas(first, later) ?? apart;
        return window switch
        {
            null => (
                null,
                $"{later.Files}: how long after {first.Files} it was taken cannot be told: they have no show clock each, and no SA in common with its lifetime; say it with --apart SECONDS"
            ),
            { Ticks: < 0 } => (
                null,
                $"{later.Files}: was taken {Words(window.Value.Negate())} before {first.Files}: the readings are in the wrong order"
            ),
            { Ticks: 0 } => (
                null,
                $"{later.Files}: was taken at the same moment as {first.Files}: a second look needs some time between, 30 s or more"
            ),
            _ when window > Longest => (
                null,
                $"{later.Files}: was taken {Words(window.Value)} after {first.Files}: readings that far apart say nothing of each other, an hour is the most"
            ),
            _ => (window, ""),
        };
    }

    /// <summary>By how much the other end was read later than ours; null when their clocks cannot be put in relation.</summary>
    public static TimeSpan? ByClock(AnalyzeLook first, AnalyzeLook later) =>
        (first.Clock.Value, later.Clock.Value) switch
        {
            ({ Utc: { } one }, { Utc: { } two }) => two - one,
            ({ } one, { } two) when one.Zone == two.Zone => two.Local - one.Local,
            _ => null,
        };

    public static string Words(TimeSpan span) =>
        span.TotalHours >= 2 ? $"{span.TotalHours:0.#} hours"
        : span.TotalMinutes >= 2 ? $"{span.TotalMinutes:0} minutes"
        : $"{span.TotalSeconds:0} s";

    private static TimeSpan? BySas(AnalyzeLook first, AnalyzeLook later)
    {
        var before = Lifetimes(first);
        var passed = Lifetimes(later)
            .Where(sa => before.ContainsKey(sa.Key))
            .Select(sa => before[sa.Key] - sa.Value)
            .Order()
            .ToList();
        return passed.Count == 0 ? null
            // The middle one: an SPI may also stand for another SA of another peer by chance.
            : passed[passed.Count / 2] is var seconds && Math.Abs(seconds) <= Jitter && seconds <= 0 ? TimeSpan.Zero
            : TimeSpan.FromSeconds(Math.Clamp(seconds, -100_000_000, 100_000_000));
    }

    private static Dictionary<(string? Peer, Spi Spi), long> Lifetimes(AnalyzeLook look)
    {
        var lifetimes = new Dictionary<(string?, Spi), long>();
        foreach (var tunnel in look.Sas.Value?.Tunnels ?? [])
        {
            foreach (var sa in tunnel.Inbound.Concat(tunnel.Outbound))
            {
                if (!sa.Rekeyed && sa.RemainingSeconds is >= 0 and < 10_000_000_000 and { } seconds)
                {
                    lifetimes.TryAdd((tunnel.Peer, sa.Spi), seconds);
                }
            }
        }

        return lifetimes;
    }
}
