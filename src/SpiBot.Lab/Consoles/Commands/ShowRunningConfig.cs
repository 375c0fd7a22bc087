using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Commands;

/// <summary>The parts of the configuration that are about a tunnel. Keys are printed as asterisks, as on a box.</summary>
public static class ShowRunningConfig
{
    private const string Map = "outside_map";

    public static IEnumerable<string> CryptoMap(FirewallState state)
    {
        foreach (var peer in state.Peers.Where(p => !p.IsVti).OrderBy(p => p.MapSequence))
        {
            var entry = $"crypto map {Map} {peer.MapSequence}";
            yield return $"{entry} match address {peer.AccessList}";
            if (peer.PfsGroup is { } group)
            {
                yield return $"{entry} set pfs group{group}";
            }

            yield return $"{entry} set peer {state.Box.Shown(peer.Address)} ";
            yield return peer.IkeVersion == 1
                ? $"{entry} set ikev1 transform-set ESP-AES-256-SHA"
                : $"{entry} set ikev2 ipsec-proposal AES256";
            yield return $"{entry} set security-association lifetime seconds {(int)peer.Lifetime.TotalSeconds}";
            if (peer.Kilobytes is null)
            {
                yield return $"{entry} set security-association lifetime kilobytes unlimited";
            }
        }

        yield return $"crypto map {Map} interface outside";
    }

    /// <summary><c>name 192.0.2.77 ACME-PEER</c></summary>
    public static IEnumerable<string> Names(FirewallState state) =>
        state.Box.Traits.Names.Select(named => $"name {named.Key} {named.Value}");

    /// <param name="defaults"><c>all</c>: what is not set is printed too.</param>
    public static IEnumerable<string> TunnelGroup(CommandContext context, bool defaults)
    {
        if (context.State.Peers.FirstOrDefault(p => p.Address.Equals(context.Address)) is not { } peer)
        {
            return [];
        }

        return
        [
            $"tunnel-group {peer.Address} type ipsec-l2l",
            $"tunnel-group {peer.Address} ipsec-attributes",
            peer.IkeVersion == 1 ? " ikev1 pre-shared-key *****" : " ikev2 remote-authentication pre-shared-key *****",
            .. defaults ? [" isakmp keepalive threshold 10 retry 2"] : (string[])[],
        ];
    }
}
