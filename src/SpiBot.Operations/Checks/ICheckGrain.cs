using System.Net;
using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Threads;
using SpiBot.Operations.Traces;
using SpiBot.Tunnels;

namespace SpiBot.Operations.Checks;

public enum CheckKind
{
    /// <summary>Two looks at both ends, and a diagnosis.</summary>
    Tunnel,

    /// <summary>As <see cref="Tunnel"/>, with a trace of the packets that the viewpoint drops between the looks.</summary>
    Trace,

    /// <summary>One look at both ends: the SPIs side by side.</summary>
    Compare,
    Drops,
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

/// <summary>
/// What was asked, by whom, where to answer, and where it was asked: a change can be proposed and decided only there. <see cref="Peer"/> is set for every
/// kind that is about a tunnel. <see cref="Standing"/>: what was found out of who asked; null: nothing.
/// </summary>
public sealed record CheckOrder(
    CheckKind Kind,
    string Gateway,
    IPAddress? Peer,
    ThreadAddress Thread,
    Person? By,
    Venue? Venue = null,
    Standing? Standing = null
)
{
    /// <summary>The exchange that the check follows from: what was told there is said first. Null: somebody said so.</summary>
    public string? After { get; init; }

    /// <summary>Proposes by itself, in the name of <see cref="By"/>, who set up the watch that began it.</summary>
    public bool Proposes { get; init; }
}

/// <summary>One check; the key is its id, which is also the exchange it reports in.</summary>
public interface ICheckGrain : IGrainWithStringKey
{
    /// <summary>Records the order and returns at once; what comes of it is reported to the thread.</summary>
    Task Start(CheckOrder order, CancellationToken ct);

    /// <summary>A reading that the check asked for has arrived (called by <c>GatewayConversations</c>). <paramref name="requestId"/> tells which.</summary>
    Task Took(string requestId, ReadOutcome outcome, CancellationToken ct);

    /// <summary>A trace that the check asked for stands, or will not.</summary>
    Task TraceSet(string requestId, TraceSet set, CancellationToken ct);

    /// <summary>What the trace has seen.</summary>
    Task Traced(string requestId, TraceOutcome outcome, CancellationToken ct);

    /// <summary>Time has come to read the trace.</summary>
    Task ReadTrace(CancellationToken ct);

    /// <summary>Writes the remedy of this check's diagnosis as a plan and asks for approval in the same thread.</summary>
    /// <param name="remedy">The index in <see cref="Offers.Of"/> of the check's diagnosis.</param>
    /// <param name="by">Who pressed. Pressing twice gives the same remediation.</param>
    /// <param name="standing">What was found out of them when they pressed.</param>
    /// <param name="venue">Where it was pressed: nowhere but where the check was asked for.</param>
    /// <param name="ct">Cancels the call, not the work.</param>
    Task<ProposeOutcome> Propose(int remedy, Person by, Standing standing, Venue venue, CancellationToken ct);

    /// <summary>Compares what somebody pasted of the other end with our end as this check read it, and reports that in a message of its own. Nothing is offered on it that changes a gateway.</summary>
    /// <param name="text">The pasted text, without secrets.</param>
    /// <param name="by">Who pasted it; null: somebody whom Teams did not name.</param>
    /// <param name="standing">What else is known of them.</param>
    /// <param name="venue">Where.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<PasteOutcome> Paste(string text, Person? by, Standing standing, Venue venue, CancellationToken ct);

    /// <summary>Time has come for the second look.</summary>
    Task LookAgain(CancellationToken ct);

    /// <summary>SpiBot has just started, and this check had not ended: begins it again where it only reads.</summary>
    Task Recover(CancellationToken ct);
}

/// <summary>What came of a read: a box reading, a tunnel reading (which contains one), or a failure.</summary>
public sealed record ReadOutcome(GatewayReading? Box, TunnelReading? Tunnel, GatewayFailure? Failure);

/// <summary>Why a paste was not compared, a sentence that says what to do; null when it was.</summary>
public sealed record PasteOutcome(string? Problem);

/// <summary>Either the remediation's id, or why there is none.</summary>
public sealed record ProposeOutcome(string? RemediationId, string? Refusal);
