using SpiBot.Gateways;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Debugs;
using SpiBot.Operations.Duties;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Watches;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Threads;

/// <summary>Where to answer: opaque here, made and understood by whoever talks to people.</summary>
public sealed record ThreadAddress(string Value);

/// <summary>
/// Tells people. One <see cref="Report.Exchange"/> is one message in the thread: the first report of an exchange posts it, later ones update it.
/// Implementations do not throw for a channel that cannot be reached: they give back what has to be sent later.
/// </summary>
public interface IReportToThread
{
    /// <returns>Null when it was said, or can never be; otherwise the message that has to wait.</returns>
    Task<Unsent?> Report(ThreadAddress thread, Report report, CancellationToken ct);

    /// <summary>The message of a report that is not sent now.</summary>
    Task<Unsent> Write(ThreadAddress thread, Report report, CancellationToken ct);

    /// <summary>Sends what has waited. Sending it twice says the same once more in the same message.</summary>
    /// <returns>Null when it was said, or can never be; otherwise why it waits on.</returns>
    Task<Unsent?> Send(ThreadAddress thread, Unsent message, CancellationToken ct);
}

/// <summary>A message as text that can be stored, made and understood by whoever talks to people, and why it was not sent.</summary>
public sealed record Unsent(string Exchange, string Message, string Because);

/// <summary>An entry of the journal.</summary>
public sealed record JournalMark(string Id, int Sequence);

/// <summary>What an operation has to say. <see cref="Final"/>: nothing more comes of itself in this exchange.</summary>
public abstract record Report(string Exchange, bool Final)
{
    /// <summary>It says what the journal holds up to there; null when it says nothing of the journal.</summary>
    public JournalMark? Says { get; init; }

    /// <summary>Another exchange: what was told there before is said first. Null: it follows nothing.</summary>
    public string? After { get; init; }
}

/// <summary>A check has begun: who is being asked.</summary>
public sealed record CheckStarted(string Exchange, CheckOrder Order, IReadOnlyList<string> Gateways)
    : Report(Exchange, false);

/// <summary>The first readings are in (not yet two looks): what they tell so far, and when the second look will be.</summary>
public sealed record TunnelSeenOnce(
    string Exchange,
    CheckOrder Order,
    TunnelDiagnosis Diagnosis,
    TunnelEvidence Evidence,
    DateTimeOffset SecondLookAt,
    IReadOnlyList<GatewayFailure> Failures
) : Report(Exchange, false);

/// <summary>The first look is done, and the packets that the gateway drops are being watched until <see cref="Until"/>.</summary>
public sealed record TraceStarted(string Exchange, CheckOrder Order, string Capture, DateTimeOffset Until)
    : Report(Exchange, false);

/// <summary>Both looks are done (or the answer needed only one).</summary>
public sealed record TunnelDiagnosed(
    string Exchange,
    CheckOrder Order,
    TunnelDiagnosis Diagnosis,
    TunnelEvidence Evidence,
    IReadOnlyList<GatewayFailure> Failures
) : Report(Exchange, true)
{
    /// <summary>Set where the other end is not read but pasted.</summary>
    public PastedBy? Pasted { get; init; }

    /// <summary>What stood on the gateway for a trace; null when nothing did.</summary>
    public DutyView? Left { get; init; }

    /// <summary>By the index of an offer that would be refused: why, in a sentence.</summary>
    public IReadOnlyDictionary<int, string> Refusals { get; init; } = new Dictionary<int, string>();
}

/// <summary>The drop counters of one gateway; after the second look with a rate.</summary>
public sealed record DropsRead(string Exchange, CheckOrder Order, GatewayReading Latest, DropRate Rate, bool LooksAgain)
    : Report(Exchange, !LooksAgain);

/// <summary>The inactive SAs of one gateway.</summary>
public sealed record InactiveRead(string Exchange, CheckOrder Order, GatewayReading Reading) : Report(Exchange, true);

/// <summary>The gateway that was asked about could not be used at all.</summary>
public sealed record CheckFailed(string Exchange, CheckOrder Order, GatewayFailure Failure) : Report(Exchange, true);

/// <summary>A clear was asked for and not proposed: why.</summary>
public sealed record NothingToPropose(string Exchange, CheckOrder Order, string Because) : Report(Exchange, true);

/// <summary>A remediation as it stands now. Final while it waits for a person, and when it has ended.</summary>
public sealed record RemediationChanged(string Exchange, RemediationView View, bool Final) : Report(Exchange, Final);

/// <summary>What a debug has told, in as many messages as it takes.</summary>
public sealed record DebugTold(string Exchange, RemediationView View, DebugHeard Heard, int Part)
    : Report(Exchange, false)
{
    public int Parts => DebugParts.Of(Heard.Text).Count;
}

/// <summary>A remediation was looked at once more, after the next rekey (<see cref="RemediationView.AfterRekey"/>): said in a message of its own, hours later.</summary>
public sealed record RemediationRechecked(string Exchange, RemediationView View) : Report(Exchange, true);

/// <summary>It is the turn of <see cref="Whom"/> to be asked for an approval; <see cref="Turn"/> 1: they are the first. Said in a message of its own.</summary>
public sealed record ApproversAsked(string Exchange, RemediationView View, int Turn, Approvers Whom)
    : Report(Exchange, false);

/// <summary>Nobody has to be asked any more: it is decided, or has ended. Changes the message of <see cref="ApproversAsked"/>; where there is none, nothing is said.</summary>
public sealed record AskingOver(string Exchange, RemediationView View) : Report(Exchange, false);

/// <summary>Somebody approved alone (<see cref="RemediationView.BrokeGlass"/>): said in a message of its own, to all who may approve it.</summary>
public sealed record GlassBroken(string Exchange, RemediationView View, Approvers Leads) : Report(Exchange, false);

/// <summary>Something of SpiBot's could not be taken off a gateway for long, or is gone after all.</summary>
public sealed record DutyChanged(string Exchange, DutyView View, bool Final) : Report(Exchange, Final);

/// <summary>What a watch has to tell, to those who set it. A check follows where a fault has begun.</summary>
public sealed record WatchTold(string Exchange, WatchView View, WatchNews News)
    : Report(Exchange, News.Kind != WatchNewsKind.FaultBegan);
