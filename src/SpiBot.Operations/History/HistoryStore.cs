using System.Data.Common;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SpiBot.Operations.Storage;
using SpiBot.Tunnels;
using SpiBot.Tunnels.History;

namespace SpiBot.Operations.History;

/// <summary>The tables of what is remembered of tunnels: a row for each, and which tunnels ever had which SPI.</summary>
internal sealed class HistoryStore(Database database, IOptions<HistoryOptions> options)
{
    private const int Schema = 1;

    /// <summary>More places than this an SPI has only by mischief.</summary>
    private const int MostPlaces = 50;

    /// <summary>Alters what is remembered of one tunnel, in one short transaction; whoever alters the same one meanwhile waits.</summary>
    public Task Alter(
        string gateway,
        IPAddress peer,
        DateTimeOffset now,
        Func<TunnelHistory, TunnelHistory> alter,
        CancellationToken ct
    )
    {
        var (view, other) = Key(gateway, peer);
        return database.Write(
            db =>
            {
                var isNew =
                    db.Run(
                        "INSERT INTO tunnel_history VALUES (@gateway, @peer, @at, @schema, @json) ON CONFLICT DO NOTHING",
                        ("gateway", view),
                        ("peer", other),
                        ("at", Sql.Text(now)),
                        ("schema", Schema),
                        ("json", Json(TunnelHistory.Of(gateway, peer)))
                    ) == 1;
                // Takes the row, so that nobody else alters it until this is done.
                db.Run(
                    "UPDATE tunnel_history SET at = @at WHERE gateway = @gateway AND peer = @peer",
                    ("gateway", view),
                    ("peer", other),
                    ("at", Sql.Text(now))
                );
                var before = Read(db, view, other)!;
                var after = options.Value.Bounds.Trim(alter(before), now);
                db.Run(
                    "UPDATE tunnel_history SET json = @json WHERE gateway = @gateway AND peer = @peer",
                    ("gateway", view),
                    ("peer", other),
                    ("json", Json(after))
                );
                NoteSpis(db, view, other, before, after);
                Forget(db, now - options.Value.KeepFor, isNew ? options.Value.MostTunnels : null);
                return after;
            },
            ct
        );
    }

    /// <returns>Null when nothing is known.</returns>
    public Task<TunnelHistory?> Find(string gateway, IPAddress peer, CancellationToken ct)
    {
        var (view, other) = Key(gateway, peer);
        return database.Read(db => Read(db, view, other), ct);
    }

    /// <returns>The tunnels that have or had one of these SPIs, those that were looked at last first.</returns>
    public Task<IReadOnlyList<TunnelHistory>> WithAny(IReadOnlyList<Spi> spis, CancellationToken ct) =>
        database.Read<IReadOnlyList<TunnelHistory>>(
            db =>
                [
                    .. spis.SelectMany(spi =>
                            db.Rows(
                                "SELECT gateway, peer FROM tunnel_spis WHERE spi = @spi LIMIT @most",
                                r => (Gateway: r.GetString(0), Peer: r.GetString(1)),
                                ("spi", (long)spi.Value),
                                ("most", MostPlaces)
                            )
                        )
                        .Distinct()
                        .Select(tunnel => Read(db, tunnel.Gateway, tunnel.Peer))
                        .OfType<TunnelHistory>()
                        .OrderByDescending(history => history.LastLook),
                ],
            ct
        );

    private static TunnelHistory? Read(DbConnection db, string gateway, string peer) =>
        db.Rows(
                "SELECT schema, json FROM tunnel_history WHERE gateway = @gateway AND peer = @peer",
                r =>
                    r.GetInt32(0) == Schema
                        ? JsonSerializer.Deserialize<TunnelHistory>(r.GetString(1), OperationsJson.Options)!
                        : throw new StorageRefusedException(
                            $"the history of {gateway} and {peer} has schema {r.GetInt32(0)}, this SpiBot knows {Schema}"
                        ),
                ("gateway", gateway),
                ("peer", peer)
            )
            .FirstOrDefault();

    private static void NoteSpis(
        DbConnection db,
        string gateway,
        string peer,
        TunnelHistory before,
        TunnelHistory after
    )
    {
        var had = before.Spis.Select(life => life.Spi.Value).ToHashSet();
        var has = after.Spis.Select(life => life.Spi.Value).ToHashSet();
        foreach (
            var (spis, sql) in new[]
            {
                (has.Except(had), "INSERT INTO tunnel_spis VALUES (@spi, @gateway, @peer) ON CONFLICT DO NOTHING"),
                (had.Except(has), "DELETE FROM tunnel_spis WHERE spi = @spi AND gateway = @gateway AND peer = @peer"),
            }
        )
        {
            foreach (var spi in spis)
            {
                db.Run(sql, ("spi", (long)spi), ("gateway", gateway), ("peer", peer));
            }
        }
    }

    /// <param name="db">In the caller's transaction.</param>
    /// <param name="oldest">What was not looked at since goes.</param>
    /// <param name="most">How many tunnels may stay; null when there are no more than before.</param>
    private static void Forget(DbConnection db, DateTimeOffset oldest, int? most)
    {
        var gone = db.Run("DELETE FROM tunnel_history WHERE at < @oldest", ("oldest", Sql.Text(oldest)));
        if (most is { } kept)
        {
            gone += db.Run(
                """
                DELETE FROM tunnel_history WHERE at < COALESCE(
                  (SELECT at FROM tunnel_history ORDER BY at DESC LIMIT 1 OFFSET @last), '')
                """,
                ("last", kept - 1)
            );
        }

        if (gone > 0)
        {
            db.Run(
                """
                DELETE FROM tunnel_spis WHERE NOT EXISTS (
                  SELECT 1 FROM tunnel_history h WHERE h.gateway = tunnel_spis.gateway AND h.peer = tunnel_spis.peer)
                """
            );
        }
    }

    private static (string Gateway, string Peer) Key(string gateway, IPAddress peer) =>
        (gateway.ToLowerInvariant(), peer.ToString());

    private static string Json(TunnelHistory history) => JsonSerializer.Serialize(history, OperationsJson.Options);
}
