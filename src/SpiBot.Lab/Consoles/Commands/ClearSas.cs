using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Commands;

/// <summary>
/// The clears of facts 2, and those of a router: none asks and none says anything. The ones without a peer hit every tunnel of the box, as on a real one.
/// </summary>
public static class ClearSas
{
    public static IEnumerable<string> Inactive(CommandContext context)
    {
        context.State.ClearInactive();
        return [];
    }

    public static IEnumerable<string> AllChildren(CommandContext context) => Children(context, context.State.Peers);

    public static IEnumerable<string> PeerChildren(CommandContext context) => Children(context, PeersOf(context));

    /// <param name="context">Of the box.</param>
    /// <param name="version">Of IKE; null: all.</param>
    public static IEnumerable<string> Ike(CommandContext context, int? version) =>
        IkeSas(context, context.State.Peers, version);

    /// <inheritdoc cref="Ike"/>
    public static IEnumerable<string> PeerIke(CommandContext context, int? version) =>
        IkeSas(context, PeersOf(context), version);

    private static IEnumerable<VpnPeer> PeersOf(CommandContext context) =>
        context.State.Peers.Where(p => p.Address.Equals(context.Address));

    private static IEnumerable<string> Children(CommandContext context, IEnumerable<VpnPeer> peers)
    {
        foreach (var peer in peers.ToList())
        {
            context.World.LinkOf(peer).ClearChildSas(peer);
        }

        return [];
    }

    private static IEnumerable<string> IkeSas(CommandContext context, IEnumerable<VpnPeer> peers, int? version)
    {
        foreach (var peer in peers.Where(p => version is null || p.IkeVersion == version).ToList())
        {
            context.World.LinkOf(peer).ClearIkeSas(peer);
        }

        return [];
    }
}
