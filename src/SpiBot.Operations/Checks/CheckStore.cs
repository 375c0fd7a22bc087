using System.Data.Common;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Storage;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Checks;

/// <summary>What a check found, kept so that a remedy can be proposed later, also by a SpiBot that was started again meanwhile.</summary>
internal sealed record CheckFound(TunnelDiagnosis? Diagnosis, TunnelEvidence? Evidence, GatewayReading? Box);

/// <summary>A check as it is stored; <see cref="Found"/> is null until it has ended, and where nothing can be proposed on it.</summary>
internal sealed record StoredCheck(CheckOrder Order, bool Ended, CheckFound? Found);

/// <summary>The table of checks.</summary>
internal sealed class CheckStore(Database database, IOptions<CheckOptions> bounds) : ILastChecks
{
    private const int Schema = 1;

    /// <returns>False when there is a check with this id already.</returns>
    public Task<bool> Begin(string id, CheckOrder order, DateTimeOffset at, CancellationToken ct) =>
        database.Write(
            db =>
            {
                Forget(db, at);
                return db.Run(
                        "INSERT INTO checks (id, at, schema, asked) VALUES (@id, @at, @schema, @asked) ON CONFLICT DO NOTHING",
                        ("id", id),
                        ("at", Sql.Text(at)),
                        ("schema", Schema),
                        ("asked", JsonSerializer.Serialize(order, OperationsJson.Options))
                    ) == 1;
            },
            ct
        );

    /// <summary>What is too old, also where it never came to an end; and where there are too many, the oldest that have.</summary>
    private void Forget(DbConnection db, DateTimeOffset now)
    {
        db.Run("DELETE FROM checks WHERE at < @before", ("before", Sql.Text(now - bounds.Value.KeepFor)));
        db.Run(
            "DELETE FROM checks WHERE ended = 1 AND at <= (SELECT at FROM checks ORDER BY at DESC LIMIT 1 OFFSET @most)",
            ("most", bounds.Value.Most)
        );
    }

    public Task End(string id, CheckFound? found, CancellationToken ct) =>
        database.Write(
            db =>
                db.Run(
                    "UPDATE checks SET ended = 1, found = @found WHERE id = @id",
                    ("id", id),
                    ("found", found is null ? null : JsonSerializer.Serialize(found, OperationsJson.Options))
                ),
            ct
        );

    public Task<StoredCheck?> Find(string id, CancellationToken ct) =>
        database.Read(
            db =>
                db.Rows(
                        "SELECT schema, asked, ended, found FROM checks WHERE id = @id",
                        r =>
                            r.GetInt32(0) == Schema
                                ? new StoredCheck(
                                    Json<CheckOrder>(r.GetString(1)),
                                    r.IsYes(2),
                                    r.IsDBNull(3) ? null : Json<CheckFound>(r.GetString(3))
                                )
                                : throw new StorageRefusedException(
                                    $"check {id} has schema {r.GetInt32(0)}, this SpiBot knows {Schema}"
                                ),
                        ("id", id)
                    )
                    .FirstOrDefault(),
            ct
        );

    /// <returns>The checks that have not ended.</returns>
    public Task<IReadOnlyList<string>> Underway(CancellationToken ct) =>
        database.Read<IReadOnlyList<string>>(
            db => db.Rows("SELECT id FROM checks WHERE ended = 0 ORDER BY at", r => r.GetString(0)),
            ct
        );

    public Task<string?> OfTunnel(Venue venue, DateTimeOffset since, CancellationToken ct) =>
        database.Read(
            db =>
                db.Rows(
                        "SELECT id, asked FROM checks WHERE schema = @schema AND at >= @since ORDER BY at DESC",
                        r => (Id: r.GetString(0), Order: Json<CheckOrder>(r.GetString(1))),
                        ("schema", Schema),
                        ("since", Sql.Text(since))
                    )
                    .Find(check =>
                        CheckKinds.IsAboutATunnel(check.Order.Kind)
                        && CheckKinds.ChangeOf(check.Order.Kind) is null
                        && check.Order.Venue == venue
                    )
                    .Id,
            ct
        )!;

    private static T Json<T>(string json)
        where T : class => JsonSerializer.Deserialize<T>(json, OperationsJson.Options)!;
}
