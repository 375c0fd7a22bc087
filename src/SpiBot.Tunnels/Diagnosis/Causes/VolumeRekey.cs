using SpiBot.Tunnels.History;

namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>So much goes through the tunnel that its kilobytes are over long before its seconds: it rekeys every few minutes, and each rekey costs packets.</summary>
internal sealed class VolumeRekey : ICause
{
    /// <summary>More often than this part of its time, an SA is said to be rekeyed for its kilobytes.</summary>
    private const double PartOfTime = 0.25;

    /// <summary>What an ASA shows of a fresh SA is some percent less than what is set.</summary>
    private const double Fresh = 0.95;

    /// <summary>At most: a jumbo frame.</summary>
    private const double KilobytesOfAPacket = 9;

    /// <summary>In seconds: of an SA that is younger, or between looks that are closer, a rate means nothing.</summary>
    private const long YoungestToTell = 10;

    public string Id => "volume-rekey";

    public Severity Severity => Severity.Attention;

    public CauseTexts Texts { get; } =
        new(
            Title: "The tunnel rekeys for its kilobytes, every few minutes",
            What: "An ASA counts 4,608,000 kB for an SA where nothing else is set. With much traffic that is over in minutes, and every rekey drops what is on its way; a peer that counts no kilobytes does not expect it.",
            Shows: "By what went through between the looks (or since the SA began) its kilobytes last for less than a quarter of its time, and packets are dropped at its rekeys: now, in past bursts, or in a large total. High where a rekey with drops fell between the looks; medium else.",
            Against: "Bursts that keep a time instead of a volume (see `lifetime-mismatch`); drops while the SA stays the same.",
            Helps: "`crypto map … set security-association lifetime kilobytes unlimited` on the end that counts.",
            HelpsNot: "Any clear: it is a rekey more, and the next SA has the same kilobytes.",
            Source: "ASA command reference, crypto map set security-association lifetime."
        );

    public Finding? Examine(Examination examination)
    {
        foreach (var end in examination.Ends)
        {
            var busiest = examination
                .PairsAt(end)
                .Select(pair => (Pair: pair, Lasts: Lasts(pair)))
                .Where(p => p.Lasts is not null)
                .OrderBy(p => p.Lasts)
                .FirstOrDefault();
            if (
                busiest is ({ } found, { } lasts)
                && lasts < ConfiguredLifetime.SecondsOf(end.Latest) * PartOfTime
                && Harm(examination, end) is { } harm
            )
            {
                return Found(examination, found, lasts, harm);
            }
        }

        return null;
    }

    private Finding Found(Examination examination, PairLooks pair, double lasts, string harm)
    {
        var now = examination.SpisChanged && Noise.MostDropped(examination) > 0;
        var gateway = pair.End.Gateway;
        return new Finding(
            Id,
            now ? Confidence.High : Confidence.Medium,
            $"{gateway} rekeys with {pair.End.Latest.PeerInWords} for its kilobytes, about every {Said.Left((long)lasts)}",
            $"On {pair.Networks} so much goes through that the kilobytes of an SA last {Said.Left((long)lasts)}, and its time would last {Said.Left(ConfiguredLifetime.SecondsOf(pair.End.Latest))}. {harm} "
                + (now ? "" : "Not certain, because no rekey with drops fell between these looks. ")
                + "No clear is offered: it would only be one rekey more.",
            [
                .. pair.Said(child =>
                    string.Join(
                        ", ",
                        child
                            .Outbound.Where(sa => !sa.Rekeyed)
                            .Select(sa =>
                                $"outbound esp {sa.Spi.Digits}, {Said.Count(sa.RemainingKilobytes ?? 0)} kB and {Said.Count(sa.RemainingSeconds ?? 0)} s left"
                            )
                            .DefaultIfEmpty("no outbound SA")
                    )
                ),
                .. Said.Drops(examination.Ours),
                .. Said.Drops(examination.Theirs),
            ],
            now ? [] : ["The drops of the past may be others': the counter is of the whole box."],
            [
                Remedies.Wait(
                    examination.Ours,
                    Helps.No,
                    $"It comes again about every {Said.Left((long)lasts)} while so much goes through: set the lifetime of {gateway} in kilobytes to unlimited."
                ),
            ]
        );
    }

    /// <summary>What rekeys have cost, in words; null when nothing was seen of it.</summary>
    private static string? Harm(Examination examination, TunnelEnd end)
    {
        if (examination.SpisChanged && Noise.MostDropped(examination) is > 0 and var dropped)
        {
            return $"The SAs changed between the looks, and {Said.Count(dropped)} packets were dropped.";
        }

        if (end.History is { } history && DropBursts.Of(history) is { Count: >= DropBursts.Fewest } bursts)
        {
            return $"{bursts.Count} bursts of drops are remembered.";
        }

        var total = new[] { examination.Ours, examination.Theirs }.Max(e => e?.Latest.Box.Drops.Value?.InvalidSpis);
        return
            total >= Noise.WorryingTotal && examination.Ends.All(e => Noise.IsFewOrNone(examination.InvalidSpisAt(e)))
            ? $"{Said.Count(total.Value)} drops for an invalid SPI stand on the counter, and none comes between rekeys."
            : null;
    }

    /// <summary>For how many seconds the kilobytes of an SA last; null when they are not counted, or it cannot be told.</summary>
    private static double? Lasts(PairLooks pair)
    {
        if (ConfiguredLifetime.KilobytesOf(pair.End.Latest) is not { } all)
        {
            return null;
        }

        var sa = pair.Now.Outbound.LastOrDefault(s => s is { Rekeyed: false, RemainingKilobytes: not null });
        var before = pair.Before?.Outbound.FirstOrDefault(s => s.Spi == sa?.Spi && !s.Rekeyed);
        if (sa?.RemainingKilobytes is not { } left)
        {
            return null;
        }

        // Looks that are closer to each other tell less than the SA's own life does.
        if (
            before?.RemainingKilobytes is { } then
            && pair.End.Earlier is { } earlier
            && (pair.End.Latest.TakenAt - earlier.TakenAt).TotalSeconds is >= YoungestToTell and var apart
        )
        {
            return Lasts(all, (double)then - left, apart);
        }

        var used = (all * Fresh) - left;
        // What a box starts with differs: an SA that few packets have used may seem to have lost many kilobytes.
        return used > pair.Now.Encaps * KilobytesOfAPacket
            ? null
            : Lasts(
                all,
                used,
                (double)ConfiguredLifetime.SecondsOf(pair.End.Latest) - (sa.RemainingSeconds ?? long.MaxValue)
            );
    }

    private static double? Lasts(long all, double used, double seconds) =>
        used > 0 && seconds >= YoungestToTell ? all * seconds / used : null;
}
