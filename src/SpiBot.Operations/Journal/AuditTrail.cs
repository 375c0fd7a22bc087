using System.Buffers;
using System.Data.Common;
using System.Text;
using System.Text.Json;
using SpiBot.Operations.Storage;

namespace SpiBot.Operations.Journal;

/// <summary>The journal for an auditor: only read, beside a SpiBot that runs or without one.</summary>
public sealed class AuditTrail : IDisposable
{
    /// <summary>Numbers the shape of an exported line.</summary>
    public const int ExportSchema = 1;

    private readonly DbConnection connection;

    private AuditTrail(DbConnection connection) => this.connection = connection;

    /// <exception cref="StorageRefusedException">There is no journal there that this SpiBot can read.</exception>
    public static AuditTrail Open(StorageOptions options) => new(StoreReading.Open(options));

    public ChainVerdict Verify(AuditKeys keys, ChainHead? exported) =>
        ChainCheck.Verify(JournalChain.Entries(connection), JournalChain.StoredHead(connection), keys, exported);

    /// <summary>Where the journal ends now, from its last entry.</summary>
    public ChainHead Head() =>
        JournalChain
            .Entries(connection)
            .Aggregate(ChainHead.Beginning, (_, entry) => new ChainHead(entry.Position, entry.Mac));

    /// <returns>One line of JSON for each entry at or after <paramref name="since"/>, in the journal's order.</returns>
    public IEnumerable<string> Export(DateTimeOffset? since)
    {
        var from = since is { } time ? Sql.Text(time) : "";
        return JournalChain.Entries(connection).Where(entry => string.CompareOrdinal(entry.At, from) >= 0).Select(Line);
    }

    public void Dispose() => connection.Dispose();

    private static string Line(ChainedEntry entry)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("export", ExportSchema);
            json.WriteNumber("position", entry.Position);
            json.WriteString("id", entry.Id);
            json.WriteNumber("sequence", entry.Sequence);
            json.WriteString("at", entry.At);
            json.WriteString("kind", entry.Kind);
            json.WriteNumber("schema", entry.Schema);
            json.WriteBoolean("ends", entry.Ends);
            // As it is stored, byte for byte: the MAC is over this text. One that is no JSON any more goes as text.
            json.WritePropertyName("entry");
            if (IsJson(entry.Json))
            {
                json.WriteRawValue(entry.Json, skipInputValidation: true);
            }
            else
            {
                json.WriteStringValue(entry.Json);
            }

            json.WriteString("key", entry.Key);
            json.WriteString("mac", entry.Mac);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return !text.AsSpan().ContainsAny('\n', '\r');
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
