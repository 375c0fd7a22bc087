using System.Text.Json;
using SpiBot.Operations.Storage;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Operations;

public sealed class SqliteStoreTests : StoreContract, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spibot-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private protected override Task<StorageOptions> Options() =>
        Task.FromResult(new StorageOptions { Database = Path.Combine(folder, "new", "spibot.db") });

    [Fact]
    public void Every_reading_survives_the_way_between_grains()
    {
        var evidence = new TunnelEvidence(new TunnelEnd(null, Readings.Any), Theirs: null, "not ours");
        var json = JsonSerializer.Serialize(evidence, OperationsJson.Options);
        var again = JsonSerializer.Deserialize<TunnelEvidence>(json, OperationsJson.Options)!;
        Assert.Equal(json, JsonSerializer.Serialize(again, OperationsJson.Options));
        Assert.Equal(Readings.Any.Tunnels[0].LocalSelector, again.Ours.Latest.Tunnels[0].LocalSelector);
        Assert.Equal(Readings.Any.Tunnels[0].Inbound, again.Ours.Latest.Tunnels[0].Inbound);
        Assert.Equal("refused", again.Ours.Latest.Ikev1.NotRead);
        Assert.Equal(TimeSpan.FromDays(3), again.Ours.Latest.Box.Unit.Value!.Uptime);
        Assert.DoesNotContain("wasRead", json);
    }
}
