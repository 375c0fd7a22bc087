using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Duties;
using SpiBot.Tunnels;

namespace SpiBot.Operations.Storage;

/// <summary>
/// How records are written, in the store and between grains: plain names, no type names, enums as words. What is computed
/// from the rest of a record is not written.
/// </summary>
public static class OperationsJson
{
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.Strict,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutComputed } },
            Converters =
            {
                new AddressConverter(),
                new ChangeConverter(),
                new LeftoverConverter(),
                new JsonStringEnumConverter(),
            },
        };
        options.MakeReadOnly();
        return options;
    }

    private static void LeaveOutComputed(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i] is { Set: null, AssociatedParameter: null })
            {
                type.Properties.RemoveAt(i);
            }
        }
    }

    private sealed class AddressConverter : JsonConverter<IPAddress>
    {
        public override IPAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            IPAddress.TryParse(reader.GetString(), out var address)
                ? address
                : throw new JsonException("not an address");

        public override void Write(Utf8JsonWriter writer, IPAddress value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }

    private sealed class LeftoverConverter : JsonConverter<Leftover>
    {
        private sealed record Written(string Kind, string? Name = null, IPAddress? Peer = null);

        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsAssignableTo(typeof(Leftover));

        public override Leftover Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<Written>(ref reader, options) switch
            {
                { Kind: "capture", Name: { } name } => new Leftover.Capture(name),
                { Kind: "debug", Peer: { } peer } => new Leftover.Debug(peer),
                var other => throw new JsonException($"nothing that is left on gateways: {other?.Kind}"),
            };

        public override void Write(Utf8JsonWriter writer, Leftover value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(
                writer,
                new Written(value.Kind, (value as Leftover.Capture)?.Name, (value as Leftover.Debug)?.Peer),
                options
            );
    }

    private sealed class ChangeConverter : JsonConverter<Change>
    {
        private sealed record Written(
            string Kind,
            IPAddress? Peer = null,
            int? Version = null,
            string? Connection = null,
            IReadOnlyList<long>? IkeIds = null,
            IReadOnlyList<string>? Children = null,
            IPAddress? Destination = null,
            Spi? Spi = null,
            int? Level = null
        );

        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsAssignableTo(typeof(Change));

        public override Change Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<Written>(ref reader, options) switch
            {
                { Kind: "clear-inactive" } => new Change.ClearInactive(),
                { Kind: "clear-entry", Peer: { } peer, Destination: { } to, Spi: { } spi } => new Change.ClearEntry(
                    peer,
                    to,
                    spi
                ),
                { Kind: "clear-peer", Peer: { } peer } => new Change.ClearPeer(peer),
                { Kind: "clear-ike", Peer: { } peer, Version: { } version and (1 or 2) } => new Change.ClearIke(
                    peer,
                    version
                ),
                { Kind: "clear-drops" } => new Change.ClearDrops(),
                { Kind: "debug" or "debug-255", Peer: { } peer, Level: { } level } => new Change.Debug(peer, level),
                {
                    Kind: "reinitiate",
                    Peer: { } peer,
                    Connection: { } connection,
                    IkeIds: { } ids,
                    Children: { } children
                } => new Change.Reinitiate(peer, Name(connection), ids, [.. children.Select(Name)]),
                var other => throw new JsonException($"not a change: {other?.Kind}"),
            };

        private static ConnectionName Name(string text) =>
            ConnectionName.TryFrom(text) ?? throw new JsonException("not the name of a connection");

        public override void Write(Utf8JsonWriter writer, Change value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(
                writer,
                value switch
                {
                    Change.ClearInactive or Change.ClearDrops => new Written(value.Kind),
                    Change.ClearPeer clear => new Written(clear.Kind, clear.Peer),
                    Change.Debug debug => new Written(debug.Kind, debug.Peer) { Level = debug.Level },
                    Change.ClearEntry clear => new Written(
                        clear.Kind,
                        clear.Peer,
                        Destination: clear.Destination,
                        Spi: clear.Spi
                    ),
                    Change.ClearIke clear => new Written(clear.Kind, clear.Peer, clear.Version),
                    Change.Reinitiate anew => new Written(
                        anew.Kind,
                        anew.Peer,
                        Version: null,
                        anew.Connection.Text,
                        anew.IkeIds,
                        [.. anew.Children.Select(child => child.Text)]
                    ),
                    _ => throw new JsonException($"not a change that can be written: {value.GetType().Name}"),
                },
                options
            );
    }
}
