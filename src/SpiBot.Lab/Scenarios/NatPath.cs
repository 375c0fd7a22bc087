using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Scenarios;

/// <summary>The NAT device between HQ and Berlin was replaced: what Berlin sends comes from another port, HQ takes it for no NAT-T, and what HQ sends finds no mapping.</summary>
public sealed class NatPath : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(14);

    public string Name => "nat-path";

    public string Description =>
        "A NAT device between HQ and Berlin has changed ports for 14 minutes: HQ drops bad NAT-T packets, and Berlin gets nothing.";

    public bool BehindNat => true;

    public void Play(Site site) =>
        site.At(
            Ago,
            () =>
            {
                site.HqToBerlin.Far.Wire = new Wire { MangledByNat = true };
                site.HqToBerlin.Near.Wire = new Wire { LosesAll = true };
            }
        );
}
