using SpiBot.Gateways.Changes;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Checks;

/// <summary>A clear that a person typed in: they know why. The plan says so, and what one look says of it.</summary>
internal sealed class TypedClear(Planner planner)
{
    public Planned Plan(CheckKind kind, Proposer proposer, TunnelEvidence? evidence, GatewayReading box)
    {
        var verdict = evidence is null ? null : Diagnostician.Diagnose(evidence).First.Verdict;
        var why = $"{proposer.By.Name} asked for it." + (verdict is null ? "" : $" One look says: {verdict}");
        return kind switch
        {
            CheckKind.ProposeClearInactive => planner.ClearInactive(
                proposer,
                box,
                new Reasons("asked-for", why, "It removes SAs that can pass no traffic.", Interrupts: null)
            ),
            CheckKind.ProposeClearDrops => planner.ClearDrops(
                proposer,
                box,
                new Reasons(
                    "asked-for",
                    why,
                    "It mends nothing. SpiBot does not need it either: it measures drops per second between two looks, whatever the counter says.",
                    "No traffic. It destroys evidence: the count since the last clearing is gone, for all peers and for everybody who looks at this box."
                )
            ),
            CheckKind.ProposeClearPeer when evidence is { Ours.Latest: var seen } => planner.ClearPeer(
                proposer,
                seen,
                new Reasons(
                    "asked-for",
                    why,
                    "It makes both ends negotiate anew. SpiBot has looked only once; a check looks twice, and says at which end a clear helps.",
                    Interrupts: null
                )
            ),
            CheckKind.ProposeClearIke when evidence is { Ours.Latest: var seen } => planner.ClearIke(
                proposer,
                seen,
                new Reasons("asked-for", why, HelpsBecause: null, Interrupts: null)
            ),
            CheckKind.ProposeBothEnds when evidence is not null => planner.BothEnds(
                proposer,
                evidence,
                evidence.Ours.Gateway,
                new Reasons(
                    "asked-for",
                    why,
                    "Neither end keeps an SA of before; the second step is typed only when a look after the first shows that it is needed.",
                    Interrupts: null
                )
            ),
            CheckKind.ProposeDebug or CheckKind.ProposeDebugAll when evidence is { Ours.Latest: var seen } =>
                planner.Debug(
                    proposer,
                    seen,
                    kind == CheckKind.ProposeDebug ? Change.Debug.Ordinary : Change.Debug.Everything,
                    why
                ),
            _ => Planned.No("The tunnel was not read."),
        };
    }
}
