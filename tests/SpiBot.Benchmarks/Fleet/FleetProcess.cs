using System.Globalization;
using SpiBot.Gateways.Inventory;
using SpiBot.Lab.Scenarios;

namespace SpiBot.Benchmarks.Fleet;

/// <summary><see cref="FleetServers"/> in a process of their own.</summary>
internal sealed class FleetProcess : IAsyncDisposable
{
    private readonly OnceMore process;

    private FleetProcess(OnceMore process) => this.process = process;

    public LabGateway Known { get; } =
        new LabNetwork("healthy", TimeProvider.System).Gateways.Single(gateway => gateway.Name == FarBox.Name);

    public IReadOnlyList<GatewayEntry> Gateways { get; private set; } = [];

    public static async Task<FleetProcess> Start(int count, CancellationToken ct)
    {
        var fleet = new FleetProcess(new(FleetServers.Argument, count.ToString(CultureInfo.InvariantCulture)));
        var gateways = new List<GatewayEntry>();
        while (gateways.Count < count)
        {
            var line = await fleet.process.Answer(ct);
            var (port, fingerprint) = line.Split('\t') is [var first, var second] ? (first, second) : default;
            gateways.Add(
                LabSecret.Entry(fleet.Known, int.Parse(port!, CultureInfo.InvariantCulture), fingerprint!) with
                {
                    Name = FleetServers.Name(gateways.Count),
                }
            );
        }

        fleet.Gateways = gateways;
        return fleet;
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
