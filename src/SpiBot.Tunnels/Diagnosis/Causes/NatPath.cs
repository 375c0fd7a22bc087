namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>Something between the ends changes addresses or ports, and ESP does not come through as the ends agreed on. A clear lasts until the way changes again, so none is offered.</summary>
internal sealed class NatPath : ICause
{
    public string Id => "nat-path";

    public Severity Severity => Severity.Attention;

    public CauseTexts Texts { get; } =
        new(
            Title: "A NAT device or firewall on the way",
            What: "ESP goes in UDP port 4500 where the ends saw a NAT between them, and plain else. Where one end does the one and the other the other, or a NAT device forgets or changes its mapping, packets are lost.",
            Shows: "Packets are lost, and: `bad-ipsec-natt` rises on an end whose SA uses NAT-T; or one end's SA uses NAT-T and the other's does not; or the peer's port changed under the same SA. High when the ends disagree on NAT-T at two looks, medium else.",
            Against: "Packets that pass: then `bad-ipsec-natt` is another peer's, for the counter is of the whole box. `natt-keepalive` is harmless at any height.",
            Helps: "Looking at the device in between: UDP 500 and 4500 both ways, its timeouts; NAT-T and its keepalives on both ends (`crypto isakmp nat-traversal 20`).",
            HelpsNot: "A clear: at best it lasts until the mapping changes again, and the IKE SA, which found the NAT, stays as it is.",
            Source: "RFC 3947 and 3948; ASA command reference, show asp drop (bad-ipsec-natt)."
        );

    public Finding? Examine(Examination examination)
    {
        if (!examination.TwoLooks || examination.OursIsStandby || !examination.SomethingIsLost)
        {
            return null;
        }

        var disagree = Disagreement(examination);
        var moved = examination.Ends.SelectMany(examination.PairsAt).FirstOrDefault(PortMoved);
        var rising = examination.Ends.FirstOrDefault(end =>
            DropReason.BadNatt.RisesAt(end) && examination.PairsAt(end).Any(pair => UsesNatt(pair.Now))
        );
        if (disagree is null && moved is null && rising is null)
        {
            return null;
        }

        List<string> signs = [];
        List<EvidenceLine> evidence = [];
        if (disagree is var (one, other) && disagree is not null)
        {
            signs.Add($"{one.End.Gateway} sends ESP in UDP and {other.End.Gateway} does not");
            evidence.AddRange([Ports(one, one.End.Latest, one.Now), Ports(other, other.End.Latest, other.Now)]);
        }

        if (moved is { Before: { } before, End.Earlier: { } earlier })
        {
            signs.Add($"the peer's port changed from {before.RemotePort} to {moved.Now.RemotePort} under the same SA");
            evidence.AddRange([Ports(moved, earlier, before), Ports(moved, moved.End.Latest, moved.Now)]);
        }

        if (rising is not null)
        {
            signs.Add(
                $"{rising.Gateway} drops {Said.Rate(DropReason.BadNatt.At(rising))} as {DropReason.BadNatt.Keyword}"
            );
            evidence.AddRange(DropReason.BadNatt.Said(rising));
        }

        if (
            examination.Comparison.FirstOrDefault(row =>
                examination.OurTraffic(row).OneWay || examination.TheirTraffic(row).OneWay
            ) is
            { } lost
        )
        {
            evidence.AddRange(Said.Packets(examination.Ours, lost.LocalSelector, lost.RemoteSelector));
            evidence.AddRange(Said.Packets(examination.Theirs, lost.RemoteSelector, lost.LocalSelector));
        }

        return new Finding(
            Id,
            disagree is not null ? Confidence.High : Confidence.Medium,
            $"Something between {examination.OurName} and {examination.TheirName} changes addresses or ports, and packets are lost to it",
            $"Packets are lost, and {string.Join("; ", signs)}. "
                + (disagree is null ? "Not certain, because the device itself was not seen. " : "")
                + "No clear is offered: it would last until the mapping changes again.",
            evidence,
            rising is not null && disagree is null && moved is null
                ? ["The counter is of the whole box: those packets may be another peer's."]
                : [],
            Ladder(examination)
        );
    }

    private static List<Remedy> Ladder(Examination examination)
    {
        List<Remedy> ladder =
        [
            Remedies.Wait(
                examination.Ours,
                Helps.No,
                "It stays until the device in between lets UDP 500 and 4500 through both ways and keeps its mapping: look at its rules and timeouts, and at NAT-T keepalives on both ends."
            ),
        ];
        if (examination.Theirs is null)
        {
            ladder.Add(
                Remedies.AskPeer(
                    examination.Ours,
                    Helps.Maybe,
                    $"Ask {examination.TheirName} what changed on its NAT device or firewall, and whether its SA uses NAT-T."
                )
            );
        }

        return ladder;
    }

    /// <summary>The same SA at both ends, in UDP at one of them only.</summary>
    private static (PairLooks One, PairLooks Other)? Disagreement(Examination examination)
    {
        if (examination.Theirs is not { } theirs || Examination.IsStandby(theirs))
        {
            return null;
        }

        var there = examination.PairsAt(theirs).ToLookup(pair => pair.Selectors.Mirrored);
        foreach (var ours in examination.PairsAt(examination.Ours).Where(pair => pair.Selectors.Known))
        {
            var found = there[ours.Selectors].FirstOrDefault(other => Says(other, !ours.Now.NatTraversal));
            if (found is not null && Says(ours, ours.Now.NatTraversal))
            {
                return ours.Now.NatTraversal ? (ours, found) : (found, ours);
            }
        }

        return null;

        // The settings name a kind wherever they were read; and it must be so at both looks.
        static bool Says(PairLooks pair, bool natt) =>
            pair is { Now.Kind: not null, Before.Kind: not null }
            && pair.Now.NatTraversal == natt
            && pair.Before.NatTraversal == natt;
    }

    private static bool PortMoved(PairLooks pair) =>
        pair is { Before: { RemotePort: > 0 and var then } before, Now: { RemotePort: > 0 and var now } after }
        && then != now
        && before.Inbound.Select(sa => sa.Spi).Intersect(after.Inbound.Select(sa => sa.Spi)).Any();

    private static bool UsesNatt(ChildSa child) =>
        child.NatTraversal || child.LocalPort == 4500 || child.RemotePort == 4500;

    private static EvidenceLine Ports(PairLooks pair, TunnelReading reading, ChildSa child) =>
        Said.Line(
            reading,
            $"{pair.Networks}: NAT-T {(child.NatTraversal ? "yes" : "no")}, ports {child.LocalPort?.ToString() ?? "not listed"} and {child.RemotePort?.ToString() ?? "not listed"}"
        );
}
