using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Benchmarks;

/// <summary>A check of one tunnel, with nothing missing: a fast one that left something out would be no figure.</summary>
internal static class WholeCheck
{
    private static readonly CiscoAsaPlatform Platform = new();

    public static async Task Of(IGatewaySession session, CancellationToken ct)
    {
        var reading = await Platform.ReadTunnel(session, FarBox.Name, FarBox.Peer, TimeProvider.System.GetUtcNow(), ct);
        string?[] notRead =
        [
            reading.Box.Clock.NotRead,
            reading.Box.Unit.NotRead,
            reading.Box.Failover.NotRead,
            reading.Box.Drops.NotRead,
            reading.Box.Inactive.NotRead,
            reading.Box.Sessions.NotRead,
            reading.Sas.NotRead,
            reading.Ikev1.NotRead,
            reading.Ikev2.NotRead,
            reading.Box.Cpu.NotRead,
            reading.Log.NotRead,
            reading.Sessions.NotRead,
            reading.CryptoMaps.NotRead,
            reading.TunnelGroup.NotRead,
        ];
        if (Array.Find(notRead, because => because is not null) is { } because)
        {
            throw new InvalidOperationException($"the check is not whole: {because}");
        }

        if (reading.Tunnels.Count == 0)
        {
            throw new InvalidOperationException("the check saw no tunnel");
        }
    }
}
