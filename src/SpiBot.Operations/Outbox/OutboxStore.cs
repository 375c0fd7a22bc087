using System.Data.Common;
using SpiBot.Operations.Duties;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Outbox;

/// <summary>A message that was taken to be sent. <see cref="Version"/> tells it from one that has taken its place meanwhile, <see cref="Until"/> this taking from any other.</summary>
internal sealed record Waiting(ThreadAddress Thread, Unsent Message, long Version, DateTimeOffset Until);

/// <summary>
/// The tables of what has to be said still: <c>outbox</c> holds messages that the channel did not take, one per exchange (a newer one of the same exchange takes the
/// place of the older, which nobody needs any more); <c>untold</c> names what was journaled and not said yet.
/// </summary>
internal sealed class OutboxStore(Database database, IHolders holders)
{
    /// <summary>Where the older one of its exchange is being sent, this one waits until that is over: whoever sends may try again for long, and would come last.</summary>
    /// <returns>How many were given up for their age or their number.</returns>
    public Task<int> Put(
        ThreadAddress thread,
        Unsent message,
        DateTimeOffset now,
        OutboxOptions bounds,
        CancellationToken ct
    ) =>
        database.Write(
            db =>
            {
                db.Run(
                    """
                    INSERT INTO outbox (exchange, thread, position, version, at, message)
                    VALUES (@exchange, @thread, (SELECT coalesce(max(position), 0) + 1 FROM outbox), 1, @at, @message)
                    ON CONFLICT (exchange) DO UPDATE SET message = excluded.message, version = outbox.version + 1
                    """,
                    ("exchange", message.Exchange),
                    ("thread", thread.Value),
                    ("at", Sql.Text(now)),
                    ("message", message.Message)
                );
                return db.Run("DELETE FROM outbox WHERE at < @before", ("before", Sql.Text(now - bounds.KeepFor)))
                    + db.Run(
                        "DELETE FROM outbox WHERE position <= (SELECT position FROM outbox ORDER BY position DESC LIMIT 1 OFFSET @most)",
                        ("most", bounds.Most)
                    );
            },
            ct
        );

    /// <summary>Whether something waits to be said in this thread: what comes later has to stay behind it.</summary>
    public Task<bool> Holds(ThreadAddress thread, CancellationToken ct) =>
        database.Read(
            db =>
                db.Rows(
                    "SELECT 1 FROM outbox WHERE thread = @thread LIMIT 1",
                    _ => true,
                    ("thread", thread.Value)
                ).Count > 0,
            ct
        );

    /// <returns>Since when the oldest message waits; null when none does.</returns>
    public Task<DateTimeOffset?> Oldest(CancellationToken ct) =>
        database.Read(
            db =>
                db.Rows("SELECT at FROM outbox ORDER BY at LIMIT 1", r => (DateTimeOffset?)Sql.Time(r.GetString(0)))
                    .FirstOrDefault(),
            ct
        );

    /// <returns>The threads in which something waits, the one that waits longest first.</returns>
    public Task<IReadOnlyList<ThreadAddress>> Threads(CancellationToken ct) =>
        database.Read<IReadOnlyList<ThreadAddress>>(
            db =>
                db.Rows(
                    "SELECT thread FROM outbox GROUP BY thread ORDER BY min(position)",
                    r => new ThreadAddress(r.GetString(0))
                ),
            ct
        );

    /// <summary>Takes the first of a thread for <paramref name="until"/>, so that no other replica sends it too, unless this one dies.</summary>
    /// <returns>Null when there is none, or another has taken it.</returns>
    public Task<Waiting?> TakeFirst(
        ThreadAddress thread,
        DateTimeOffset now,
        DateTimeOffset until,
        CancellationToken ct
    ) =>
        database.Write(
            db =>
                db.Rows(
                        "SELECT exchange, taken_until, taken_by FROM outbox WHERE thread = @thread ORDER BY position, exchange LIMIT 1",
                        r => new Taken(r.GetString(0), r.GetString(1), r.GetString(2)),
                        ("thread", thread.Value)
                    )
                    .FirstOrDefault()
                    is { } first
                && !IsBeingSent(first, now)
                    ? Take(db, thread, first, until)
                    : null,
            ct
        );

    /// <summary>It could not be sent: whoever tries next may take it, or the newer one that took its place meanwhile.</summary>
    public Task GiveBack(Waiting waiting, CancellationToken ct) => database.Write(db => Free(db, waiting), ct);

    /// <summary>It is sent. A newer one that took its place meanwhile stays, and may be taken.</summary>
    public Task Done(Waiting waiting, CancellationToken ct) =>
        database.Write(
            db =>
            {
                db.Run(
                    "DELETE FROM outbox WHERE exchange = @exchange AND version = @version AND taken_until = @until",
                    ("exchange", waiting.Message.Exchange),
                    ("version", waiting.Version),
                    ("until", Sql.Text(waiting.Until))
                );
                return Free(db, waiting);
            },
            ct
        );

    /// <summary>What the journal holds up to there was said, or waits in the outbox.</summary>
    public Task Told(JournalMark mark, CancellationToken ct) =>
        database.Write(
            db =>
                db.Run(
                    "DELETE FROM untold WHERE id = @id AND sequence <= @sequence",
                    ("id", mark.Id),
                    ("sequence", mark.Sequence)
                ),
            ct
        );

    /// <returns>The ids of which something was journaled that was never said.</returns>
    public Task<IReadOnlyList<string>> Untold(CancellationToken ct) =>
        database.Read<IReadOnlyList<string>>(
            db => db.Rows("SELECT id FROM untold ORDER BY id", r => r.GetString(0)),
            ct
        );

    /// <summary>Unless its time was over, and another has taken it.</summary>
    private static int Free(DbConnection db, Waiting waiting) =>
        db.Run(
            "UPDATE outbox SET taken_until = '', taken_by = '' WHERE exchange = @exchange AND taken_until = @until",
            ("exchange", waiting.Message.Exchange),
            ("until", Sql.Text(waiting.Until))
        );

    private bool IsBeingSent(Taken taken, DateTimeOffset now) =>
        string.CompareOrdinal(taken.Until, Sql.Text(now)) >= 0 && (taken.By.Length == 0 || holders.Lives(taken.By));

    /// <returns>Null when another was quicker.</returns>
    private Waiting? Take(DbConnection db, ThreadAddress thread, Taken first, DateTimeOffset until) =>
        db.Rows(
                """
                UPDATE outbox SET taken_until = @until, taken_by = @me WHERE exchange = @exchange AND taken_until = @seen
                RETURNING exchange, message, version
                """,
                r => new Waiting(thread, new Unsent(r.GetString(0), r.GetString(1), Because: ""), r.GetInt64(2), until),
                ("until", Sql.Text(until)),
                ("me", holders.Me),
                ("exchange", first.Exchange),
                ("seen", first.Until)
            )
            .FirstOrDefault();

    /// <summary>Until when it is being sent, and by which replica. A SpiBot of before that was known leaves the second empty.</summary>
    private sealed record Taken(string Exchange, string Until, string By);
}
