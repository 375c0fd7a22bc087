using SpiBot.Tunnels.Comparison;

namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>How many drops are ordinary. Cisco's text on np-sp-invalid-spi: occasional ones are normal around a rekey, many are a problem.</summary>
internal static class Noise
{
    public const long FewPackets = 20;
    public const double FewPerSecond = 0.2;

    /// <summary>A total that makes people worry, though only its rise matters.</summary>
    public const long WorryingTotal = 1000;

    /// <summary>As many as a busy tunnel may have on the wire while it changes its SA.</summary>
    private const long BurstOfARekey = 200;

    /// <summary>The larger count of the two ends; null when neither has a rate.</summary>
    public static long? MostDropped(Examination examination) => Drops(examination).Max(drops => drops.Dropped);

    /// <summary>More than ordinary, even with a rekey seen at these looks.</summary>
    public static bool IsTooMuchForARekey(Examination examination)
    {
        var rekeyed = examination.WasRekeyed;
        return Drops(examination)
            .Any(drops => drops.Dropped > 0 && !IsFew(drops) && !(rekeyed && drops.Dropped <= BurstOfARekey));
    }

    public static bool IsFew(DropRate drops) => drops.Dropped <= FewPackets || drops.PerSecond <= FewPerSecond;

    /// <summary>No rate, no drops, or as few as are ordinary.</summary>
    public static bool IsFewOrNone(DropRate drops) => drops.Dropped is null or 0 || IsFew(drops);

    private static IEnumerable<DropRate> Drops(Examination examination) =>
        new[] { examination.OurDrops, examination.TheirDrops }.OfType<DropRate>();
}
