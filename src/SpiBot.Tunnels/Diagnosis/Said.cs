using SpiBot.Tunnels.Comparison;

namespace SpiBot.Tunnels.Diagnosis;

/// <summary>Evidence lines and figures, worded the same way everywhere.</summary>
internal static class Said
{
    private const int MostWitnesses = 3;

    public static string Count(long count) => count.ToString("N0");

    /// <summary><c>1 other pair</c>, <c>2 other pairs</c>: of networks.</summary>
    public static string OtherPairs(int count) => count == 1 ? "1 other pair" : $"{count} other pairs";

    public static string PerSecond(double rate) =>
        rate switch
        {
            0 => "0/s",
            < 0.1 => "less than 0.1/s",
            < 10 => rate.ToString("0.#") + "/s",
            _ => rate.ToString("N0") + "/s",
        };

    /// <summary>A rate, or why there is none.</summary>
    public static string Rate(DropRate drops) =>
        drops.PerSecond is { } rate ? PerSecond(rate) : $"no rate ({drops.NoRateBecause})";

    public static string Left(long seconds) =>
        seconds switch
        {
            < 120 => $"{Count(seconds)} s",
            < 7200 => $"{seconds / 60} min",
            _ => $"{seconds / 3600} h {seconds % 3600 / 60} min",
        };

    /// <summary>The drop counter as both looks read it.</summary>
    public static IEnumerable<EvidenceLine> Drops(TunnelEnd? end)
    {
        foreach (var reading in new[] { end?.Earlier, end?.Latest })
        {
            if (reading?.Box.Drops.Value is { } drops)
            {
                yield return Line(reading, $"{drops.InvalidSpiKeyword} {Count(drops.InvalidSpis)}");
            }
        }
    }

    /// <summary>That an end lists no SA with its peer.</summary>
    public static EvidenceLine NoSa(TunnelReading reading) => Line(reading, $"no esp SAs with {reading.PeerInWords}");

    /// <summary>What an end sends with now, as its listing shows it.</summary>
    public static IEnumerable<EvidenceLine> Sends(TunnelEnd? end, Spi? spi)
    {
        if (end is null || spi is null)
        {
            yield break;
        }

        var sa = end.Latest.Tunnels.SelectMany(t => t.Outbound).FirstOrDefault(o => o.Spi == spi);
        var left = sa?.RemainingSeconds is { } seconds ? $", {Count(seconds)} s left" : "";
        yield return Line(end.Latest, $"outbound esp {spi.Digits}{left}");
    }

    /// <summary>What an end accepts now.</summary>
    public static IEnumerable<EvidenceLine> Accepts(TunnelEnd? end, EndSpis? spis)
    {
        if (end?.Latest.Sas.WasRead != true)
        {
            yield break;
        }

        if (spis is null || spis.Inbound.Count == 0)
        {
            // Of a listing that was cut nothing is known to be absent.
            if (end.Latest.Sas.Value is { Complete: true })
            {
                yield return Line(end.Latest, "no inbound esp SA for these networks");
            }

            yield break;
        }

        foreach (var spi in spis.Inbound)
        {
            var sa = end.Latest.Tunnels.SelectMany(t => t.Inbound).FirstOrDefault(i => i.Spi == spi);
            var left = sa?.RemainingSeconds is { } seconds ? $", {Count(seconds)} s left" : "";
            yield return Line(end.Latest, $"inbound esp {spi.Digits}{(sa?.Rekeyed == true ? ", rekeyed" : "")}{left}");
        }
    }

    /// <summary>The packet counters of one pair of selectors, as both looks read them.</summary>
    public static IEnumerable<EvidenceLine> Packets(TunnelEnd? end, Selector? local, Selector? remote)
    {
        var pair = SelectorPair.Of(local, remote);
        foreach (var reading in new[] { end?.Earlier, end?.Latest })
        {
            var child = reading?.Tunnels.FirstOrDefault(t => SelectorPair.Of(t) == pair);
            if (reading is not null && child is { Encaps: { } encaps, Decaps: { } decaps })
            {
                yield return Line(reading, $"encaps {Count(encaps)}, decaps {Count(decaps)}");
            }
        }
    }

    public static IEnumerable<EvidenceLine> Ike(TunnelEnd? end)
    {
        if (end is not null && IkeView.Of(end.Latest) is { Up: not null } ike)
        {
            yield return Line(end.Latest, ike.Words);
            foreach (var child in end.Latest.KnownToIkeAlone)
            {
                yield return Line(
                    end.Latest,
                    $"IKE alone lists a child SA: inbound esp {child.Inbound?.Digits}, outbound esp {child.Outbound?.Digits}"
                );
            }
        }
    }

    /// <summary>Whose packets were dropped, as the log names them.</summary>
    public static IEnumerable<EvidenceLine> Witnesses(IEnumerable<DropWitness> witnesses) =>
        witnesses
            .Take(MostWitnesses)
            .Select(w => new EvidenceLine(
                w.Dropper.Gateway,
                w.Last ?? w.Dropper.Latest.TakenAt,
                $"{w.Message}: SPI {w.Spi.Digits} from {w.From}"
            ));

    /// <summary>When an end lost the SPI, where its log tells.</summary>
    public static IEnumerable<EvidenceLine> Deleted(TunnelEnd end, Spi? spi)
    {
        if (spi is not null && DropWitness.LoggedUntil(end, spi) is { } until)
        {
            yield return new EvidenceLine(end.Gateway, until, $"602304: inbound SA {spi.Digits} deleted");
        }
    }

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss 'UTC'");

    public static EvidenceLine Line(TunnelReading reading, string text) => new(reading.Gateway, reading.TakenAt, text);
}
