using SpiBot.Tunnels.Comparison;

namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>A box lists the right SAs and works with others: what the peer sends with an SPI that the box lists, at both looks, does not get through its data path.</summary>
internal sealed class StaleDataPlane : ICause
{
    private const long Few = 20;

    public string Id => "stale-data-plane";

    public Severity Severity => Severity.Attention;

    public CauseTexts Texts { get; } =
        new(
            Title: "The box works with other SAs than it lists",
            What: "The data path of an ASA keeps a context for each SA. A stale one keeps the SPI from before: the listings of both ends agree, and packets are dropped or sent with an SPI that nobody lists.",
            Shows: "The ends agree, unchanged between the looks, one of them gets nothing of what the other sends, and either its log names an SPI as invalid that it lists (402114), or `show asp table vpn-context detail` has no context with that SPI. High with both ends read; medium from one end alone.",
            Against: "A rekey between the looks: the listing may be ahead of the data path for a moment. Packets that arrive.",
            Helps: "A clear of the peer's SAs may help, since new SAs get new contexts. Where it comes again: a reload, and an image without the fault; Cisco's support wants both listings.",
            HelpsNot: "A clear at the other end, which does what both listings say. Waiting, other than for the next rekey.",
            Source: "Field notice FN64315; ASA command reference, show asp table vpn-context."
        );

    public Finding? Examine(Examination examination)
    {
        if (!examination.TwoLooks || examination.OursIsStandby)
        {
            return null;
        }

        // Without a witness there is nothing to look for among thousands of SAs.
        if (!examination.Ends.Any(end => Witnesses(end).Any() || end.Latest.DataPath.WasRead))
        {
            return null;
        }

        foreach (var row in examination.Comparison)
        {
            var found =
                Receiving(
                    examination,
                    row,
                    examination.Ours,
                    row.Incoming,
                    examination.OurTraffic(row),
                    examination.TheirTraffic(row)
                )
                ?? (
                    examination.BothEndsSeen
                        ? Receiving(
                            examination,
                            row,
                            examination.Theirs,
                            row.Outgoing,
                            examination.TheirTraffic(row),
                            examination.OurTraffic(row)
                        )
                        : null
                );
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private Finding? Receiving(
        Examination examination,
        SelectorComparison row,
        TunnelEnd box,
        DirectionComparison direction,
        Traffic received,
        Traffic sent
    )
    {
        var alone = !examination.BothEndsSeen;
        if (
            received.Arrived != 0
            || !(alone ? received.Sent > Few : sent.Sent > Few && direction.Verdict == DirectionVerdict.Match)
        )
        {
            return null;
        }

        var listed = (ReferenceEquals(box, examination.Ours) ? row.Ours : row.Theirs)?.Inbound ?? [];
        var witness = Witnesses(box).FirstOrDefault(w => listed.Contains(w.Spi) && ListedAtBoth(box, w.Spi));
        var lacking = Lacking(box, alone ? listed : [.. listed.Where(spi => spi == direction.Sends)]);
        return witness is null && lacking is null ? null : Found(examination, row, box, witness, lacking, alone);
    }

    private Finding Found(
        Examination examination,
        SelectorComparison row,
        TunnelEnd box,
        DropWitness? witness,
        Spi? lacking,
        bool alone
    )
    {
        var spi = witness?.Spi ?? lacking!;
        var ours = ReferenceEquals(box, examination.Ours);
        var (local, remote) = ours ? (row.LocalSelector, row.RemoteSelector) : (row.RemoteSelector, row.LocalSelector);
        List<string> signs = [];
        if (witness is not null)
        {
            signs.Add("its log names that very SPI as invalid");
        }

        if (lacking is not null)
        {
            signs.Add("its data path has no context with it");
        }

        return new Finding(
            Id,
            alone ? Confidence.Medium : Confidence.High,
            $"{box.Gateway} lists SPI {spi.Digits} and does not work with it",
            $"{box.Gateway} listed it at both looks{(alone ? "" : ", and the other end sends with it")}, nothing arrives, and {string.Join(", and ", signs)}. "
                + (alone ? "Not certain, because the other end was not read." : "Sure: both ends were read, twice."),
            [
                .. Said.Witnesses(witness is null ? [] : [witness]),
                .. Said.Accepts(box, ours ? row.Ours : row.Theirs),
                .. Contexts(box),
                .. Said.Packets(box, local, remote),
                .. Said.Packets(ours ? examination.Theirs : examination.Ours, remote, local),
                .. Said.Drops(box),
            ],
            [],
            [
                Remedies.Wait(
                    box,
                    Helps.Maybe,
                    "The next rekey makes new SAs with new contexts; until then nothing arrives. Before anything else take show asp table vpn-context detail and show crypto ipsec sa for Cisco's support."
                ),
                Remedies.ClearPeer(
                    box,
                    Helps.Maybe,
                    $"New SAs get new contexts in {box.Gateway}'s data path. If it comes again, only a reload or another image helps."
                ),
            ]
        );
    }

    private static bool ListedAtBoth(TunnelEnd box, Spi spi) =>
        box.Earlier is { } earlier && earlier.Tunnels.Any(t => t.Inbound.Any(sa => sa.Spi == spi && !sa.Rekeyed));

    /// <summary>The listed SPI that the data path, seen in full, has no context for.</summary>
    private static Spi? Lacking(TunnelEnd box, IEnumerable<Spi> listed) =>
        box.Latest.DataPath.Value is { Complete: true, Contexts.Count: > 0 } path
            ? listed.FirstOrDefault(spi => !path.With(spi, SaDirection.Inbound).Any() && ListedAtBoth(box, spi))
            : null;

    /// <summary>What the box's log names as invalid since the first look, from the peer.</summary>
    private static IEnumerable<DropWitness> Witnesses(TunnelEnd box) =>
        DropWitness.At(box).Where(w => w.IsFromPeer && w.Last > box.Earlier?.TakenAt);

    private static IEnumerable<EvidenceLine> Contexts(TunnelEnd box) =>
        (box.Latest.DataPath.Value?.Contexts ?? [])
            .Where(c => c is { Direction: SaDirection.Inbound, Spi: not null })
            .Take(4)
            .Select(c => Said.Line(box.Latest, $"context 0x{c.Id:X8} inbound, SPI {c.Spi!.Digits}"));
}
