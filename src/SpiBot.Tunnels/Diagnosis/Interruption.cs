namespace SpiBot.Tunnels.Diagnosis;

/// <summary>
/// What clearing the SAs of a peer interrupts: everything behind that address, healthy pairs, remote access and tunnel
/// interfaces too (the ASA removes all child SAs with the address).
/// </summary>
public static class Interruption
{
    public static string Of(TunnelEnd end)
    {
        var (gateway, peer) = (end.Gateway, end.Latest.PeerInWords);
        if (end.Latest.Sas.Value is not { } sas)
        {
            return $"Everything between {gateway} and {peer} for some seconds; how much that is could not be read.";
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

    private static string Pairs(TunnelEnd end, IReadOnlyList<ChildSa> pairs, bool complete)
    {
        var passing = PairLooks.Of(end).Count(pair => pair.Arrived > 0);
        var count =
            !complete ? $"at least {Plural(pairs.Count, "pair")} of networks"
            : pairs.Count == 1 ? "the only pair of networks"
            : $"all {pairs.Count} pairs of networks";
        var healthy =
            passing == 0 ? ""
            : pairs.Count == 1 ? ", on which packets arrive now"
            : $"; packets arrive on {passing} of them now";
        return $"For some seconds {count} between {end.Gateway} and {end.Latest.PeerInWords}{healthy}. "
            + "What is idle comes back with its next packet.";
    }

    private static bool IsVti(ChildSa child) =>
        (child.CryptoMap?.Contains("vti", StringComparison.OrdinalIgnoreCase) ?? false)
        || (child.Interface?.StartsWith("vti", StringComparison.OrdinalIgnoreCase) ?? false);

    private static string Plural(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
