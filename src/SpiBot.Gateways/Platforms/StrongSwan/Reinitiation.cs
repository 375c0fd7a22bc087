using SpiBot.Gateways.Changes;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.StrongSwan;

/// <summary>From what was read of a tunnel to the change that ends its IKE SAs and begins it anew.</summary>
internal static class Reinitiation
{
    /// <summary>Each is initiated by a line of its own, within the time of one approval's claim.</summary>
    private const int MostChildren = 8;

    /// <returns>The change, or why none can be made, in a sentence.</returns>
    public static (Change? Change, string? Refusal) Of(TunnelReading seen)
    {
        var ikes = seen.IkeWithPeer;
        var names = ikes.Select(sa => sa.Name).Distinct().ToList();
        var children = seen.Tunnels.Select(child => child.Name).Distinct().ToList();
        if (names.Count != 1)
        {
            return (
                null,
                names.Count == 0
                    ? $"{seen.Gateway} has no IKE SA with {seen.Peer}: there is nothing to terminate."
                    : $"{seen.Gateway} has IKE SAs of {names.Count} connections with {seen.Peer} ({string.Join(", ", names)}): SpiBot does not choose between them."
            );
        }

        if (children.Count is 0 or > MostChildren)
        {
            return (
                null,
                children.Count == 0
                    ? $"{seen.Gateway} has no child SA with {seen.Peer}, so what to initiate is not known."
                    : $"{seen.Gateway} has child SAs of {children.Count} children with {seen.Peer}; SpiBot initiates at most {MostChildren}."
            );
        }

        var connection = ConnectionName.TryFrom(names[0]);
        var typed = children.Select(ConnectionName.TryFrom).OfType<ConnectionName>().ToList();
        var ids = ikes.Select(sa => sa.Id).OfType<long>().Order().ToList();
        return connection is null || typed.Count < children.Count || ids.Count < ikes.Count
            ? (
                null,
                $"{seen.Gateway} names the connection or its children in a way that SpiBot does not type ({string.Join(", ", names.Concat(children))})."
            )
            : (new Change.Reinitiate(seen.Peer, connection, ids, typed), null);
    }
}
