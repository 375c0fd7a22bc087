using System.Net;
using SpiBot.Operations.Threads;
using SpiBot.Operations.Traces;

namespace SpiBot.Operations.Conversations;

/// <summary>The kind of grain that gets the reading.</summary>
public enum Asker
{
    Check,
    Remediation,
    Watch,
}

/// <summary>
/// A wish to read a gateway: the box alone, or with its tunnel to <see cref="Peer"/>. <see cref="RequestId"/> comes back with the outcome.
/// Equal reads share one run; a <see cref="Fresh"/> one does not join a run that has already begun (it wants to see what it has just changed).
/// </summary>
public sealed record ReadRequest(string RequestId, IPAddress? Peer, Asker Asker, string AskerId, bool Fresh = false)
{
    /// <summary>
    /// What was read within <see cref="ConversationOptions.LeastInterval"/> will do, unless something was typed since. Only for who begins to look: a second look, and all that
    /// has to do with a change, wants what is now.
    /// </summary>
    public bool MayBeRecent { get; init; }

    /// <summary>With the contexts of the data path for the peer, read right behind its SAs, so that the two can be compared.</summary>
    public bool WithDataPath { get; init; }

    /// <summary>
    /// Only what a watch wants to know, when the time of the next look has come: one look at the gateway for all who wait for it. Nobody's newer wish for the same peer stands beside
    /// their older one.
    /// </summary>
    public bool Glance { get; init; }

    /// <summary>Where the asker speaks; null: nowhere.</summary>
    public ThreadAddress? Thread { get; init; }
}

/// <summary>
/// Makes one place responsible for a gateway; the key is its name. Every call puts its work into a queue and returns at once; what comes of it arrives by
/// a new call of whoever asked. No grain waits for SSH.
/// </summary>
public interface IGatewayGrain : IGrainWithStringKey
{
    /// <summary>Reads it; the reading goes to <c>Took</c> of whoever asked (<see cref="ReadRequest.Asker"/>).</summary>
    Task Read(ReadRequest request, CancellationToken ct);

    /// <summary>Types an approved remediation: claims it, reads again, types only if all is as in the plan. What came of it goes to <c>IRemediationGrain</c>.</summary>
    Task Apply(string remediationId, CancellationToken ct);

    /// <summary>Asks its log whether a remediation was typed whose claim was left behind; what it tells goes to <c>IRemediationGrain.FoundInLog</c>.</summary>
    Task AskLog(string remediationId, CancellationToken ct);

    /// <summary>Begins to watch what it drops; what came of it goes to <c>ICheckGrain.TraceSet</c>.</summary>
    Task SetTrace(TraceRequest request, CancellationToken ct);

    /// <summary>Reads what was watched, and gives its duty back; what was seen goes to <c>ICheckGrain.Traced</c>.</summary>
    Task ReadTrace(TraceRequest request, TraceStanding standing, CancellationToken ct);

    /// <summary>Takes away what a duty answers for; what came of it goes to <c>IDutyGrain</c>.</summary>
    Task Remove(string dutyId, CancellationToken ct);
}
