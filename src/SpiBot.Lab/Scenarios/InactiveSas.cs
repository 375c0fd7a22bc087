using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Scenarios;

public sealed class InactiveSas : IScenario
{
    private const int Count = 3;
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(17);

    public string Name => "inactive-sas";

    public string Description =>
        "HQ keeps three inactive SAs that can pass nothing; the tunnels are well. Clearing the inactive ones removes them.";

    public void Play(Site site)
    {
        site.At(
            Ago,
            () =>
            {
                for (var i = 0; i < Count; i++)
                {
                    // Not "dead, Phase 2 Error": that is how the SAs of CSCwc48375 look, which no clear removes.
                    site.Hq.Inactive.Add(
                        new InactiveSa(site.World.Random.NextSpi(), Inbound: true, "inactive", "Rekey Error")
                    );
                }
            }
        );
    }
}
