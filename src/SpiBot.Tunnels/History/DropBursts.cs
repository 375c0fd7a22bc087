namespace SpiBot.Tunnels.History;

/// <summary>Packets were dropped for an invalid SPI, the first of them within <see cref="Began"/>, the last within <see cref="Ended"/>: the same where only two looks tell of it.</summary>
public sealed record DropBurst(Moment Began, Moment Ended, long Dropped);

/// <summary>So many of the bursts begin at multiples of the period from one another.</summary>
public sealed record BurstRhythm(TimeSpan Period, int Bursts, int AtMultiples);

/// <summary>The bursts of drops that follow from the samples.</summary>
public static class DropBursts
{
    /// <summary>Fewer fall anywhere by chance.</summary>
    public const int Fewest = 3;

    /// <summary>Drops with a shorter pause between them are one burst.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>How far from a multiple still is at it, as a part of the period.</summary>
    private const double AtMultiple = 0.05;

    /// <summary>So many of all must fall at multiples to be a rhythm.</summary>
    private const double Most = 0.8;

    public static IReadOnlyList<DropBurst> Of(TunnelHistory history)
    {
        List<DropBurst> found = [];
        foreach (var sample in history.Drops.Where(s => s.Dropped > 0))
        {
            var within = new Moment(sample.From, sample.Until);
            if (found is [.., var last] && sample.From - last.Ended.NoLaterThan <= Pause)
            {
                // What a box prints may be any number: two of them may be more than fits.
                var more = Math.Min(sample.Dropped, long.MaxValue - last.Dropped);
                found[^1] = last with { Ended = within, Dropped = last.Dropped + more };
            }
            else
            {
                found.Add(new DropBurst(within, within, sample.Dropped));
            }
        }

        return found;
    }

    /// <summary>Null when the bursts do not fall at multiples of the period, or too few were seen closely enough to say.</summary>
    public static BurstRhythm? AtMultiplesOf(TunnelHistory history, TimeSpan period)
    {
        if (period <= TimeSpan.Zero)
        {
            return null;
        }

        var tolerance = period * AtMultiple;
        var bursts = Of(history).Where(burst => burst.Began.Width <= 2 * tolerance).ToList();
        var most = bursts
            .Select(one => bursts.Select(other => Multiple(one, other, period, tolerance)).OfType<long>().ToList())
            .MaxBy(multiples => multiples.Count);
        return most is not null && most.Distinct().Count() >= Fewest && most.Count >= bursts.Count * Most
            ? new BurstRhythm(period, bursts.Count, most.Count)
            : null;
    }

    /// <summary>At which multiple of the period from the one the other began; null when at none.</summary>
    private static long? Multiple(DropBurst one, DropBurst other, TimeSpan period, TimeSpan tolerance)
    {
        var apart = other.Began.Likeliest - one.Began.Likeliest;
        var multiple = (long)Math.Round(apart / period);
        return (apart - (period * multiple)).Duration() <= tolerance ? multiple : null;
    }
}
