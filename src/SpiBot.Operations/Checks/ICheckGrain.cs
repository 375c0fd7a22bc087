using System.Net;
using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Threads;
using SpiBot.Operations.Traces;
using SpiBot.Tunnels;

namespace SpiBot.Operations.Checks;

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

    /// <summary>Our other gateways with the same peer that whoever asked may read: the first look asks them, too.</summary>
    public IReadOnlyList<string> Elsewhere { get; init; } = [];

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
