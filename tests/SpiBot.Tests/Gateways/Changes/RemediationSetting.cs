using CsCheck;

namespace SpiBot.Tests.Gateways.Changes;

/// <summary>What stands fast while people wish.</summary>
/// <param name="Proposer">Who of <see cref="RemediationWish.People"/>.</param>
/// <param name="Needed">So many approvals.</param>
internal sealed record RemediationSetting(
    int Proposer,
    int Needed,
    bool TicketDemanded,
    bool GlassOn,
    bool TwoSteps = false,
    bool LooksAfterRekey = false
)
{
    public static readonly Gen<RemediationSetting> Any = Gen.Select(
        Gen.Int[0, 3],
        Gen.Int[1, 2],
        Gen.Select(Gen.Bool, Gen.Bool),
        Gen.Select(Gen.Bool, Gen.Bool),
        (proposer, needed, asks, goesOn) =>
            new RemediationSetting(proposer, needed, asks.Item1, asks.Item2, goesOn.Item1, goesOn.Item2)
    );
}
