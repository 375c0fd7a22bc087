using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Scenarios;

/// <summary>The way from Berlin to HQ puts packets out of order (two lines of different length): a part of them comes later than the replay window allows.</summary>
public sealed class Replay : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(31);

    public string Name => "replay";

    public string Description =>
        "For 31 minutes some of Berlin's packets have come to HQ out of order, later than the replay window allows, and are refused.";

    public void Play(Site site) => site.At(Ago, () => site.HqToBerlin.Far.Wire = new Wire { LateShare = 0.08 });
}
