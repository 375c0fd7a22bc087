using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Scenarios;

public sealed class CounterResidue : IScenario
{
    private const int Total = 18_895;

    public string Name => "counter-residue";

    public string Description =>
        "18,895 invalid-SPI drops stand on HQ's counter from long ago; there are no new ones, and the tunnels are well.";

    public void Play(Site site)
    {
        var there = site.Hq.Drops[DropSection.Frame, DropReason.InvalidSpi];
        site.Hq.Drops.Add(DropSection.Frame, DropReason.InvalidSpi, Total - there);
    }
}
