using System.Globalization;

namespace SpiBot.Tunnels.Diagnosis;

/// <summary>
/// What clearing the SAs of a peer interrupts: everything behind that address, healthy pairs, remote access and tunnel
/// interfaces too (the ASA removes all child SAs with the address); and whether and by whom it can come back.
/// </summary>
public static class Interruption
{
    /// <summary>More names than these nobody reads on a phone.</summary>
    private const int MostNamed = 3;

    /// <summary>The child SAs go and IKE stays, where it is.</summary>
    public static string Of(TunnelEnd end)
    {
        var ike = IkeView.Of(end.Latest).Up switch
        {
            true => " IKE stays up: nobody has to re-authenticate.",
            false =>
                " There is no IKE SA to negotiate over: both ends have to re-authenticate, and a key, a certificate or a proposal that does not fit any more keeps the tunnel down.",
            null => "",
        };
        return $"{Stopping(end)} {ComingBack(end, end.Latest.OnlyIkeWithPeer)}{ike}";
    }

    private static string Stopping(TunnelEnd end)
    {
        var (gateway, peer) = (end.Gateway, end.Latest.PeerInWords);
        if (end.Latest.Sas.Value is not { } sas)
        {
            return $"Everything between {gateway} and {peer} for a few seconds; how much that is could not be read.";
        }

        var pairs = end.Latest.Tunnels;
        var others = sas.Tunnels.Where(t => !(t.Kind is null or "L2L")).ToList();
        List<string> sentences = [Pairs(end, pairs, sas.Complete)];
        if (others.Count > 0)
        {
            var users = others.Select(t => t.Username).OfType<string>().Distinct().ToList();
            var names = users.Count > 0 ? $" ({string.Join(", ", users)})" : "";
            sentences.Add($"Also {Plural(others.Count, "remote-access SA")} behind this address{names}.");
        }

        if (pairs.Where(IsVti).Select(t => t.Interface).Distinct().ToList() is { Count: > 0 } interfaces)
        {
            sentences.Add(
                $"The tunnel interface {string.Join(", ", interfaces.Select(i => i ?? "(unnamed)"))} can go down, with the routes over it: "
                    + "routing protocols on it drop, and a default route may then carry the traffic unencrypted."
            );
        }

        return string.Join(" ", sentences);
    }

    /// <summary>One SA and its sibling: one pair of networks, or more where they share it.</summary>
    public static string OfEntry(TunnelEnd end, Spi spi)
    {
        var pair = PairLooks.Of(end).FirstOrDefault(p => p.Now.Outbound.Any(sa => sa.Spi == spi));
        return pair is null
            ? $"For a few seconds what uses the SA {spi.Digits} between {end.Gateway} and {end.Latest.PeerInWords}."
            : $"For a few seconds {Named(pair)} between {end.Gateway} and {end.Latest.PeerInWords}, until its next packet. The other pairs of networks stay.";
    }

    /// <summary>The IKE SA and all that hangs on it.</summary>
    public static string OfIke(TunnelEnd end, IkeSa sa) =>
        $"{Stopping(end)} The IKE SA goes too (IKEv{sa.Version}, {sa.State}): both ends have to re-authenticate. If a key, a certificate or a proposal no longer fits, which nobody notices while an SA stands, it stays down until that is mended. {ComingBack(end, sa)}";

    public static string OfBothEnds(TunnelEnd first, TunnelEnd then) =>
        $"First, on {first.Gateway}: {Of(first)} Then, only if that does not help, on {then.Gateway}: {Of(then)}";

    /// <summary>What makes it come back, and which end can begin.</summary>
    private static string ComingBack(TunnelEnd end, IkeSa? ike)
    {
        var (gateway, peer) = (end.Gateway, end.Latest.PeerInWords);
        if (end.Latest.Tunnels is { Count: > 0 } pairs && pairs.All(IsVti))
        {
            return "It comes back by itself: a tunnel interface waits for no traffic.";
        }

        if (end.Latest.CryptoMaps.Value?.Knows(end.Latest.Peer) == false)
        {
            return $"No crypto map of {gateway} names {peer}: unless it is a tunnel interface's, the entry is a dynamic one, only {peer} can begin, and it comes back when {peer} sends.";
        }

        var answered =
            ike?.Role?.Contains("RESP", StringComparison.OrdinalIgnoreCase) == true
                ? $" {gateway} answered when IKE was made: where it is set to answer only, {peer} has to send first."
                : "";
        var back = end.Latest.Tunnels.Count == 1 ? "It comes" : "Each pair comes";
        return $"{back} back with its next packet.{answered}";
    }

    private static string Pairs(TunnelEnd end, IReadOnlyList<ChildSa> pairs, bool complete)
    {
        if (pairs.Count == 0 && complete)
        {
            return $"Nothing that passes now: {end.Gateway} has no SA with {end.Latest.PeerInWords}.";
        }

        var looks = PairLooks.Of(end);
        var passing = looks.Count(pair => pair.Arrived > 0);
        var count =
            !complete ? $"at least {Plural(pairs.Count, "pair")} of networks"
            : pairs.Count == 1 ? "the only pair of networks"
            : pairs.Count == 2 ? "both pairs of networks"
            : $"all {pairs.Count} pairs of networks";
        var healthy =
            passing == 0 ? ""
            : pairs.Count == 1 ? ", on which packets arrive now"
            : $"; packets arrive on {passing} of them now";
        var busiest = looks.OrderByDescending(pair => (pair.Arrived ?? 0) + (pair.Sent ?? 0)).ToList();
        var more = busiest.Count > MostNamed ? $", and {busiest.Count - MostNamed} more" : "";
        var named = busiest.Count == 0 ? "" : $": {string.Join("; ", busiest.Take(MostNamed).Select(Named))}{more}";
        return $"For a few seconds {count} between {end.Gateway} and {end.Latest.PeerInWords}{healthy}{named}.";
    }

    /// <summary>The networks, with what they carry now where two looks tell.</summary>
    private static string Named(PairLooks pair)
    {
        var seconds = pair.End.Earlier is { } earlier ? (pair.End.Latest.TakenAt - earlier.TakenAt).TotalSeconds : 0;
        return pair is { Sent: { } sent, Arrived: { } arrived } && seconds > 0
            ? $"{pair.Networks} ({Rate(sent / seconds)} packets/s out, {Rate(arrived / seconds)} in)"
            : pair.Networks;
    }

    private static string Rate(double perSecond) =>
        perSecond.ToString(perSecond is > 0 and < 10 ? "0.#" : "#,0", CultureInfo.InvariantCulture);

    private static bool IsVti(ChildSa child) =>
        (child.CryptoMap?.Contains("vti", StringComparison.OrdinalIgnoreCase) ?? false)
        || (child.Interface?.StartsWith("vti", StringComparison.OrdinalIgnoreCase) ?? false);

    private static string Plural(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
