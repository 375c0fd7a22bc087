using System.Diagnostics;
using System.Globalization;
using SpiBot.Gateways.Inventory;
using SpiBot.Lab.Scenarios;

namespace SpiBot.Benchmarks.Fleet;

/// <summary>This program once more, as <see cref="FleetServers"/>.</summary>
internal sealed class FleetProcess : IAsyncDisposable
{
    private readonly Process process;

    private FleetProcess(Process process) => this.process = process;

    public LabGateway Known { get; } =
        new LabNetwork("healthy", TimeProvider.System).Gateways.Single(gateway => gateway.Name == FarBox.Name);

    public IReadOnlyList<GatewayEntry> Gateways { get; private set; } = [];

    public static async Task<FleetProcess> Start(int count, CancellationToken ct)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(FleetServers.Argument);
        start.ArgumentList.Add(count.ToString(CultureInfo.InvariantCulture));
        var fleet = new FleetProcess(Process.Start(start)!);
        var gateways = new List<GatewayEntry>();
        while (gateways.Count < count)
        {
            var line =
                await fleet.process.StandardOutput.ReadLineAsync(ct)
                ?? throw new InvalidOperationException("The fleet's servers ended before they listened.");
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

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
