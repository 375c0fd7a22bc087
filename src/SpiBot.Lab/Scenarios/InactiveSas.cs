using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Scenarios;

public sealed class InactiveSas : IScenario
{
    private const int Count = 3;

    public string Name => "inactive-sas";

    public string Description =>
        "HQ keeps three inactive SAs that can pass nothing; the tunnels are well. Clearing the inactive ones removes them.";

    public void Play(Site site)
    {
        for (var i = 0; i < Count; i++)
        {
            site.Hq.Inactive.Add(new InactiveSa(site.World.Random.NextSpi(), Inbound: true, "dead", "Phase 2 Error"));
        }
    }
}
