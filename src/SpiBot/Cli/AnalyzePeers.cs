using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Cli;

/// <summary>
/// Which of the peers in a listing a diagnosis is about. An unfiltered listing has all peers of a box; equal SPIs may stand under
/// different peers, so addresses count for more than SPIs, and SPIs for more than selectors.
/// </summary>
internal static class AnalyzePeers
{
    /// <summary>The peers of a look, as printed, in its order: those with site-to-site SAs, else those with an IKE SA, else the one that was asked for.</summary>
    public static IReadOnlyList<string> Of(AnalyzeLook look)
    {
        var withSas = (look.Sas.Value?.Tunnels ?? []).Where(IsSiteToSite).Select(t => t.Peer);
        var withIke = new[] { look.Ikev1, look.Ikev2 }
            .SelectMany(ike => ike.Value?.Sas ?? [])
            .Where(sa => sa.Kind is null or "L2L")
            .Select(sa => (string?)sa.Peer);
        IEnumerable<string?>[] sources = [withSas, withIke, [look.AskedPeer]];
        return sources
                .Select(peers => peers.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList())
                .FirstOrDefault(peers => peers.Count > 0)
            ?? [];
    }

    public static IReadOnlyList<ChildSa> TunnelsOf(AnalyzeLook look, string peer) =>
        [.. (look.Sas.Value?.Tunnels ?? []).Where(t => IsSame(t.Peer, peer))];

    public static bool IsSame(string? peer, string? other) =>
        string.Equals(peer, other, StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(peer, out var one) && IPAddress.TryParse(other, out var two) && one.Equals(two));

    /// <summary>Of the peers of a look those that fit best to the other end's SAs; none when nothing fits.</summary>
    public static IReadOnlyList<string> Fitting(AnalyzeLook look, IReadOnlyList<ChildSa> otherEnd)
    {
        var scores = Of(look).Select(peer => (peer, Score: Score(TunnelsOf(look, peer), peer, otherEnd))).ToList();
        var best = scores.Count == 0 ? 0 : scores.Max(s => s.Score);
        return best == 0 ? [] : [.. scores.Where(s => s.Score == best).Select(s => s.peer)];
    }

    private static int Score(IReadOnlyList<ChildSa> tunnels, string peer, IReadOnlyList<ChildSa> otherEnd)
    {
        var spis = otherEnd.SelectMany(t => t.Outbound).Select(sa => sa.Spi).ToHashSet();
        var accepted = otherEnd.SelectMany(t => t.Inbound).Select(sa => sa.Spi).ToHashSet();
        var address = otherEnd.Any(other => IsSame(other.Local, peer));
        var knowsUs = tunnels.Any(t => t.Local is not null && otherEnd.Any(other => IsSame(other.Peer, t.Local)));
        var spi = tunnels.Any(t =>
            t.Inbound.Any(sa => spis.Contains(sa.Spi)) || t.Outbound.Any(sa => accepted.Contains(sa.Spi))
        );
        var pairs = otherEnd
            .Where(t => t.LocalSelector is not null && t.RemoteSelector is not null)
            .Select(t => (t.LocalSelector, t.RemoteSelector))
            .ToHashSet();
        var selectors = tunnels.Any(t => pairs.Contains((t.RemoteSelector, t.LocalSelector)));
        return (address && knowsUs ? 8 : 0) + (address ? 4 : 0) + (spi ? 2 : 0) + (selectors ? 1 : 0);
    }

    private static bool IsSiteToSite(ChildSa tunnel) => tunnel.Kind is null or "L2L";
}
