using System.Data.Common;
using SpiBot.Operations.Duties;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Storage;

/// <summary>What must be remembered of conversations, in the store. <paramref name="clock"/> is the domain's.</summary>
internal sealed class ThreadMemory(Database database, IHolders holders, TimeProvider clock) : IThreadMemory
{
    /// <summary>Longer than any turn lasts: then whoever has begun it is not at it any more.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(20);

    /// <summary>Longer than anything is said of one thing: a message of an older one is posted anew.</summary>
    private static readonly TimeSpan ConversationsKept = TimeSpan.FromDays(30);

    private sealed record Begun(string Holder, string At);

    /// <summary>Teams delivers again within minutes; days are for an outage.</summary>
    private static readonly TimeSpan SightingsKept = TimeSpan.FromDays(7);

    public Task<bool> Begin(string key, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return database.Write(
            db =>
            {
                db.Run("DELETE FROM seen WHERE at < @before", ("before", Sql.Text(now - SightingsKept)));
                db.Run("DELETE FROM begun WHERE at < @before", ("before", Sql.Text(now - SightingsKept)));
                if (
                    db.Rows(
                            "SELECT holder, at FROM begun WHERE key = @key",
                            r => new Begun(r.GetString(0), r.GetString(1)),
                            ("key", key)
                        )
                        .FirstOrDefault() is
                    { } other
                )
                {
                    if (holders.Lives(other.Holder) && now < Sql.Time(other.At) + LongestTurn)
                    {
                        return false;
                    }

                    // Only this one: somebody else may take it up too, and be quicker.
                    db.Run(
                        "DELETE FROM begun WHERE key = @key AND holder = @holder AND at = @at",
                        ("key", key),
                        ("holder", other.Holder),
                        ("at", other.At)
                    );
                }

                var begun = db.Run(
                    "INSERT INTO begun VALUES (@key, @holder, @at) ON CONFLICT DO NOTHING",
                    ("key", key),
                    ("holder", holders.Me),
                    ("at", Sql.Text(now))
                );
                // Looked at last: it may have been done just before.
                if (db.First<string>("SELECT key FROM seen WHERE key = @key", ("key", key)) is null)
                {
                    return begun == 1;
                }

                db.Run("DELETE FROM begun WHERE key = @key", ("key", key));
                return false;
            },
            ct
        );
    }

    public Task Done(string key, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return database.Write(
            db =>
            {
                db.Run("DELETE FROM begun WHERE key = @key", ("key", key));
                return db.Run(
                    "INSERT INTO seen VALUES (@key, @at) ON CONFLICT DO NOTHING",
                    ("key", key),
                    ("at", Sql.Text(now))
                );
            },
            ct
        );
    }

    public Task<bool> IsDone(string key, CancellationToken ct) =>
        database.Read(db => db.First<string>("SELECT key FROM seen WHERE key = @key", ("key", key)) is not null, ct);

    public Task Forget(string key, CancellationToken ct) =>
        database.Write(
            db =>
            {
                db.Run("DELETE FROM begun WHERE key = @key", ("key", key));
                return db.Run("DELETE FROM seen WHERE key = @key", ("key", key));
            },
            ct
        );

    public Task<string?> MessageOf(string exchange, CancellationToken ct) =>
        database.Read(
            db => db.First<string>("SELECT message FROM messages WHERE exchange = @exchange", ("exchange", exchange)),
            ct
        );

    public Task RememberMessage(string exchange, string messageId, CancellationToken ct) =>
        database.Write(db => Remember(db, exchange, messageId, whatever: true, old: null), ct);

    public Task<bool> ReplaceMessage(string exchange, string? old, string messageId, CancellationToken ct) =>
        database.Write(db => Remember(db, exchange, messageId, whatever: false, old) == 1, ct);

    public async Task<bool> HasPlan(string exchange, CancellationToken ct) =>
        RemediationExchange.IdOf(exchange) is { } id
        && await database.Read(
            db => db.First<string>("SELECT id FROM journal WHERE id = @id LIMIT 1", ("id", id)) is not null,
            ct
        );

    public Task<string?> LastGateway(string thread, CancellationToken ct) =>
        database.Read(
            db => db.First<string>("SELECT gateway FROM threads WHERE thread = @thread", ("thread", thread)),
            ct
        );

    public Task RememberGateway(string thread, string gateway, CancellationToken ct) =>
        database.Write(
            db =>
            {
                var now = clock.GetUtcNow();
                db.Run("DELETE FROM threads WHERE at < @before", ("before", Sql.Text(now - ConversationsKept)));
                return db.Run(
                    """
                    INSERT INTO threads VALUES (@thread, @gateway, @at)
                    ON CONFLICT (thread) DO UPDATE SET gateway = excluded.gateway, at = excluded.at
                    """,
                    ("thread", thread),
                    ("gateway", gateway),
                    ("at", Sql.Text(now))
                );
            },
            ct
        );

    /// <param name="whatever">Takes the place of any other; else only of <paramref name="old"/>.</param>
    private int Remember(DbConnection db, string exchange, string messageId, bool whatever, string? old)
    {
        var now = clock.GetUtcNow();
        db.Run("DELETE FROM messages WHERE at < @before", ("before", Sql.Text(now - ConversationsKept)));
        return db.Run(
            """
            INSERT INTO messages VALUES (@exchange, @message, @at)
            ON CONFLICT (exchange) DO UPDATE SET message = excluded.message, at = excluded.at
            WHERE @whatever = 1 OR messages.message = @old
            """,
            ("exchange", exchange),
            ("message", messageId),
            ("at", Sql.Text(now)),
            ("whatever", whatever),
            ("old", old ?? "")
        );
    }
}
