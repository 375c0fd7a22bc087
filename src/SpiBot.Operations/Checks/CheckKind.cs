using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Operations.Checks;

/// <summary>What a check is for, and how often it looks.</summary>
public enum CheckKind
{
    /// <summary>Two looks at both ends, and a diagnosis.</summary>
    Tunnel,

    /// <summary>As <see cref="Tunnel"/>, with a trace of the packets that the viewpoint drops between the looks.</summary>
    Trace,

    /// <summary>One look at both ends: the SPIs side by side.</summary>
    Compare,

    /// <summary>Two looks at one box: what it drops, and how fast.</summary>
    Drops,

    /// <summary>One look at one box: its inactive SAs.</summary>
    Inactive,

    /// <summary>One look, then a plan to clear the peer's SAs on the viewpoint.</summary>
    ProposeClearPeer,

    /// <summary>One look, then a plan to clear inactive SAs, if there are any.</summary>
    ProposeClearInactive,

    /// <summary>One look, then a plan to clear the IKE SA with the peer on the viewpoint.</summary>
    ProposeClearIke,

    /// <summary>One look, then a plan to debug the negotiations with the peer.</summary>
    ProposeDebug,

    /// <summary>The same with everything that debug can print.</summary>
    ProposeDebugAll,

    /// <summary>One look at both ends, then a plan to clear the peer's SAs on the viewpoint and, if that does not help, on the other end.</summary>
    ProposeBothEnds,

    /// <summary>One look, then a plan to set the box's counter of invalid SPIs to 0.</summary>
    ProposeClearDrops,

    /// <summary>As <see cref="Compare"/>, with what the data paths of both ends work with.</summary>
    DataPath,
}

/// <summary>What follows from the kind of a check.</summary>
public static class CheckKinds
{
    /// <summary>Whether a check of this kind needs a peer.</summary>
    public static bool IsAboutATunnel(CheckKind kind) =>
        kind
            is CheckKind.Tunnel
                or CheckKind.Trace
                or CheckKind.Compare
                or CheckKind.DataPath
                or CheckKind.ProposeClearPeer
                or CheckKind.ProposeClearIke
                or CheckKind.ProposeDebug
                or CheckKind.ProposeDebugAll
                or CheckKind.ProposeBothEnds;

    /// <returns>The kind of change that a check of this kind proposes; null when it only looks.</returns>
    public static string? ChangeOf(CheckKind kind) =>
        kind switch
        {
            CheckKind.ProposeClearPeer => "clear-peer",
            CheckKind.ProposeClearInactive => "clear-inactive",
            CheckKind.ProposeClearIke => "clear-ike",
            CheckKind.ProposeBothEnds => RemediationPlan.BothEnds,
            CheckKind.ProposeClearDrops => "clear-drops",
            CheckKind.ProposeDebug => "debug",
            CheckKind.ProposeDebugAll => "debug-255",
            _ => null,
        };

    /// <returns>The kind of change that one must have the right to propose; null when it is enough to be allowed to read.</returns>
    public static string? RightFor(CheckKind kind) => kind == CheckKind.Trace ? Role.Trace : ChangeOf(kind);
}
