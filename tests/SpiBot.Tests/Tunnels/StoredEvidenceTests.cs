using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Tunnels;

public sealed class StoredEvidenceTests
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new AddressConverter() } };

    /// <summary>Readings travel between silos and are kept; nothing that a rule looks at may be lost on the way.</summary>
    [Fact]
    public void Evidence_that_went_through_JSON_gives_the_same_diagnosis()
    {
        var logged = Story.PeerOnOldSa with
        {
            HqLog = Some.Log(Some.Deleted(Story.Old, -9), Some.InvalidSpi(Story.Old)),
        };
        foreach (var story in new[] { Story.PeerOnOldSa, logged, Story.StaleOutbound, new Story() })
        {
            var evidence = story.Evidence();
            var stored = JsonSerializer.Deserialize<TunnelEvidence>(JsonSerializer.Serialize(evidence, Json), Json)!;
            var diagnosis = JsonSerializer.Serialize(Diagnostician.Diagnose(evidence), Json);
            Assert.Equal(diagnosis, JsonSerializer.Serialize(Diagnostician.Diagnose(stored), Json));
            var again = JsonSerializer.Deserialize<TunnelDiagnosis>(diagnosis, Json);
            Assert.Equal(diagnosis, JsonSerializer.Serialize(again, Json));
        }
    }

    private sealed class AddressConverter : JsonConverter<IPAddress>
    {
        public override IPAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            IPAddress.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, IPAddress value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
