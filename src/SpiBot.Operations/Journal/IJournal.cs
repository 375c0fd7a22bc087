using System.Data.Common;

namespace SpiBot.Operations.Journal;

/// <summary>
/// Something that happened, about to be written. <see cref="Kind"/> and the names in <see cref="Json"/> are ours and stay when classes are renamed;
/// <see cref="Schema"/> numbers the shape of this kind. <see cref="Ends"/>: nothing can follow.
/// </summary>
public sealed record Entry(string Kind, int Schema, DateTimeOffset At, string Json, bool Ends)
{
    /// <summary>People have to be told of it: it is noted as untold in the same transaction, until they were.</summary>
    public bool IsToBeTold { get; init; }
}

/// <summary>An entry as it stands in the journal; the first of an id has sequence 1.</summary>
public sealed record JournaledEntry(string Id, int Sequence, Entry Entry);

/// <summary>What came of writing.</summary>
public abstract record AppendOutcome
{
    private AppendOutcome() { }

    /// <summary>It is on disk.</summary>
    public sealed record Appended(int Sequence) : AppendOutcome;

    /// <summary>Somebody else has written since the caller read, or it has ended: nothing was written.</summary>
    public sealed record Conflict(int LatestSequence) : AppendOutcome;
}

/// <summary>The append-only journal: state and audit trail in one. Nothing in it is ever changed or taken out.</summary>
public interface IJournal
{
    /// <param name="id">What it is about.</param>
    /// <param name="expectedSequence">The sequence of the latest entry that the caller has seen; 0 for none.</param>
    /// <param name="entry">What happened.</param>
    /// <param name="ct">Cancels only before the write has begun.</param>
    /// <param name="with">What is written in the same transaction, if the entry is; null: nothing.</param>
    /// <remarks>Throws when the store cannot be written: then whatever the entry announces must not happen.</remarks>
    Task<AppendOutcome> Append(
        string id,
        int expectedSequence,
        Entry entry,
        CancellationToken ct,
        Action<DbConnection>? with = null
    );

    Task<IReadOnlyList<JournaledEntry>> Read(string id, CancellationToken ct);

    /// <returns>The ids that have not ended, oldest first.</returns>
    Task<IReadOnlyList<string>> Open(CancellationToken ct);
}
