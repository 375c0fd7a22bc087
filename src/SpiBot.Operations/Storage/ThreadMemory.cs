using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Storage;

/// <summary>What must be remembered of conversations, in the store. <paramref name="clock"/> is the domain's.</summary>
internal sealed class ThreadMemory(Database database, TimeProvider clock) : IThreadMemory
{
    /// <summary>Teams delivers again within minutes; days are for an outage.</summary>
    private static readonly TimeSpan SightingsKept = TimeSpan.FromDays(7);

    public Task<bool> IsFirstSighting(string key, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return database.Write(
            db =>
            {
                db.Run("DELETE FROM seen WHERE at < @before", ("before", Sql.Text(now - SightingsKept)));
                return db.Run(
                        "INSERT INTO seen VALUES (@key, @at) ON CONFLICT DO NOTHING",
                        ("key", key),
                        ("at", Sql.Text(now))
                    ) == 1;
            },
            ct
        );
    }

    public Task Forget(string key, CancellationToken ct) =>
        database.Write(db => db.Run("DELETE FROM seen WHERE key = @key", ("key", key)), ct);

    public Task<string?> MessageOf(string exchange, CancellationToken ct) =>
        database.Read(
            db => db.First<string>("SELECT message FROM messages WHERE exchange = @exchange", ("exchange", exchange)),
            ct
        );

    public Task RememberMessage(string exchange, string messageId, CancellationToken ct) =>
        database.Write(
            db =>
                db.Run(
                    """
                    INSERT INTO messages VALUES (@exchange, @message, @at)
                    ON CONFLICT (exchange) DO UPDATE SET message = excluded.message, at = excluded.at
                    """,
                    ("exchange", exchange),
                    ("message", messageId),
                    ("at", Sql.Text(clock.GetUtcNow()))
                ),
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
                db.Run(
                    """
                    INSERT INTO threads VALUES (@thread, @gateway, @at)
                    ON CONFLICT (thread) DO UPDATE SET gateway = excluded.gateway, at = excluded.at
                    """,
                    ("thread", thread),
                    ("gateway", gateway),
                    ("at", Sql.Text(clock.GetUtcNow()))
                ),
            ct
        );
}
