using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Scenarios;

/// <summary>A provider between Berlin and HQ loses what Berlin sends, in silence: both ends agree, nobody counts a drop, and nothing says where the packets stay.</summary>
public sealed class Undetermined : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(7);

    public string Name => "undetermined";

    public string Description =>
        "What Berlin sends has been lost on the way for 7 minutes, and no box of ours counts it: nothing here says why.";

    public void Play(Site site) => site.At(Ago, () => site.HqToBerlin.Far.Wire = new Wire { LosesAll = true });
}
