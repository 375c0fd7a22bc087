using SpiBot.Operations.Checks;

namespace SpiBot.Commands;

/// <summary>How the check of a kind is said: <c>trace peer 203.0.113.9 on hq-fw1</c>.</summary>
public static class CheckCommand
{
    /// <returns>The words with which the same is asked for again.</returns>
    public static string Of(CheckOrder order) => Of(order.Kind, order.Peer?.ToString(), order.Gateway);

    /// <param name="kind">What is asked for.</param>
    /// <param name="peer">Its address, or a name for it; null where the kind is about one box.</param>
    /// <param name="gateway">Null: it is not said.</param>
    public static string Of(CheckKind kind, string? peer, string? gateway)
    {
        var words = kind switch
        {
            CheckKind.Compare => $"compare {peer}",
            CheckKind.DataPath => $"data path {peer}",
            CheckKind.Trace => $"trace peer {peer}",
            CheckKind.ProposeDebug => $"debug peer {peer}",
            CheckKind.ProposeDebugAll => $"debug peer {peer} 255",
            CheckKind.ProposeClearPeer => $"clear peer {peer}",
            CheckKind.Drops => "drops",
            CheckKind.Inactive => "inactive",
            CheckKind.ProposeClearInactive => "clear inactive",
            CheckKind.ProposeClearIke => $"clear ike {peer}",
            CheckKind.ProposeBothEnds => $"clear both ends {peer}",
            CheckKind.ProposeClearDrops => "clear drops",
            _ => $"check tunnel to peer {peer}",
        };
        return gateway is null ? words : $"{words} on {gateway}";
    }
}
