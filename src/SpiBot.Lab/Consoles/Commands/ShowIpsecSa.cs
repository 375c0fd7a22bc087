using System.Net;
using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Commands;

/// <summary>
/// <c>show crypto ipsec sa [peer X]</c> (facts 1.2): one block for each selector, and for each remote user. The interface and the map entry are said
/// only where they change.
/// </summary>
public static class ShowIpsecSa
{
    private static readonly string[] None = ["", "There are no ipsec sas"];

    public static IEnumerable<string> All(FirewallState state, DateTimeOffset now) =>
        Print(state, _ => true, now, from: null);

    /// <summary>Starts with <c>peer address:</c> in place of the interface.</summary>
    public static IEnumerable<string> Peer(FirewallState state, IPAddress address, DateTimeOffset now) =>
        Print(state, address.Equals, now, from: $"peer address: {address}");

    private static IReadOnlyList<string> Print(
        FirewallState state,
        Func<IPAddress, bool> isMeant,
        DateTimeOffset now,
        string? from
    )
    {
        var lines = new List<string>();
        var (networkInterface, map) = (from, (string?)null);
        foreach (var block in Blocks(state, isMeant))
        {
            if (from is null && networkInterface != block.Interface)
            {
                (networkInterface, map) = (block.Interface, null);
                lines.Add($"interface: {networkInterface}");
            }

            if (map != block.Map)
            {
                map = block.Map;
                lines.Add($"    Crypto map tag: {map}, local addr: {state.Box.Shown(block.Local)}");
            }

            lines.AddRange(block.Lines(state.Box, now));
        }

        return lines.Count == 0 ? None
            : from is null ? lines
            : [from, .. lines];
    }

    private static IEnumerable<IpsecSaBlock> Blocks(FirewallState state, Func<IPAddress, bool> isMeant) =>
        [
            .. state
                .Peers.Where(peer => isMeant(peer.Address))
                .OrderBy(peer => peer.MapSequence)
                .SelectMany(peer => peer.Selectors)
                .Where(end => end.Pairs.Count > 0)
                .Select(IpsecSaBlock.Of),
            .. state.RemoteUsers.Where(user => isMeant(user.Address)).Select(user => IpsecSaBlock.Of(user, state.Box)),
        ];
}
