using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Scenarios;

/// <summary>Scanners send ESP with SPIs out of the air to HQ. All tunnels are well.</summary>
public sealed class MisdirectedEsp : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(21);

    public string Name => "misdirected-esp";

    public string Description =>
        "Strangers have sent ESP with random SPIs to HQ for 21 minutes, some six packets a second; the tunnels are well.";

    public void Play(Site site) =>
        site.At(
            Ago,
            () => site.World.Strangers.Add(new Scan(site.Hq.Box, new TrafficRate(6), site.World.Random.NextSessionId()))
        );
}
