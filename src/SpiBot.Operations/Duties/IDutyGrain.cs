using SpiBot.Gateways.Duties;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Duties;

/// <summary>What stands on a gateway and has to go, as people see it. <see cref="RemovedAt"/> null: it is still there, or nobody could look.</summary>
public sealed record DutyView(
    string Id,
    string Gateway,
    string What,
    string For,
    DateTimeOffset TakenAt,
    DateTimeOffset Deadline,
    DateTimeOffset? LateSince,
    DateTimeOffset? RemovedAt,
    string? Note,
    IReadOnlyList<string> Undo
);

/// <summary>One duty; the key is its id. The exchange it reports in is that id.</summary>
public interface IDutyGrain : IGrainWithStringKey
{
    /// <summary>Journals it. Only after this may anything be set.</summary>
    /// <returns>False when it was not written: then nothing may be set.</returns>
    Task<bool> Take(DutyTask task, ThreadAddress thread, CancellationToken ct);

    /// <summary>Whoever used it is done with it: it is taken away now.</summary>
    Task Release(CancellationToken ct);

    /// <summary>It may be time to take it away.</summary>
    Task Due(CancellationToken ct);

    /// <summary>The gateway was read, and it is not there (any more).</summary>
    Task Gone(string words, CancellationToken ct);

    /// <summary>It is still there, or nobody could look.</summary>
    Task StillThere(string words, CancellationToken ct);

    /// <summary>What was journaled last may never have been said.</summary>
    Task TellAgain(CancellationToken ct);

    /// <summary>SpiBot or another replica has just started or died: sees whether it is due, and waits for that otherwise.</summary>
    Task Recover(CancellationToken ct);
}

/// <summary>What stands on gateways at this moment, out of the journal.</summary>
public interface IOpenDuties
{
    Task<IReadOnlyList<DutyView>> Open(CancellationToken ct);
}
