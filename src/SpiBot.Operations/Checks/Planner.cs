using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Conversations;
using SpiBot.Operations.Debugs;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Remediations;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Checks;

/// <summary>Writes plans: what will be typed where, and what was seen there. Refuses what cannot help.</summary>
internal sealed class Planner(
    GatewayInventory inventory,
    FindPlatform platforms,
    IOptions<RemediationOptions> options,
    IOptions<DebugOptions> debugs,
    [FromKeyedServices(DomainTime.Key)] TimeProvider clock
)
{
    /// <summary>The plan for a remedy that a diagnosis offers; <paramref name="evidence"/> holds the reading of the box it is typed on.</summary>
    public Planned For(Proposer proposer, Finding finding, Remedy remedy, TunnelEvidence evidence)
    {
        var seen = new[] { evidence.Ours.Latest, evidence.Theirs?.Latest }
            .OfType<TunnelReading>()
            .FirstOrDefault(r => string.Equals(r.Gateway, remedy.Gateway, StringComparison.OrdinalIgnoreCase));
        var helps = remedy.Afterwards is { } afterwards ? $"{remedy.Why} {afterwards}" : remedy.Why;
        var reasons = new Reasons(finding.Cause, finding.Verdict, helps, remedy.Interrupts);
        return (remedy.Kind, seen) switch
        {
            (_, null) => Planned.No($"{remedy.Gateway} was not read, so no plan can be written for it."),
            (RemedyKind.ClearInactive, _) => ClearInactive(proposer, seen.Box, reasons),
            (_, _) when !Equals(seen.Peer, remedy.Peer) => Planned.No(
                $"{remedy.Gateway} was not read for its peer {remedy.Peer}."
            ),
            (RemedyKind.ClearEntry, _) when remedy.Spi is { } spi => ClearEntry(proposer, seen, spi, reasons),
            (RemedyKind.ClearPeer, _) => ClearPeer(proposer, seen, reasons),
            (RemedyKind.ClearIke, _) => ClearIke(proposer, seen, reasons),
            (RemedyKind.BothEnds, _) => BothEnds(proposer, evidence, remedy.Gateway, reasons),
            _ => Planned.No("This is nothing that SpiBot could type: a person has to do it."),
        };
    }

    public Planned ClearPeer(Proposer proposer, TunnelReading seen, Reasons reasons) =>
        ClearingPeer(seen) switch
        {
            (null, var refusal) => Planned.No(refusal!),
            ({ } step, _) => Write(
                proposer,
                reasons with
                {
                    Interrupts =
                        OfIke(step, seen) ?? reasons.Interrupts ?? Interruption.Of(new TunnelEnd(Earlier: null, seen)),
                },
                step
            ),
        };

    /// <summary>One SA, named by its outbound SPI; it must be there still, and all others as they are.</summary>
    public Planned ClearEntry(Proposer proposer, TunnelReading seen, Spi spi, Reasons reasons)
    {
        if (!options.Value.ClearEntry)
        {
            return Planned.No("Clearing a single SA is switched off here (Remediations:ClearEntry).");
        }

        if (WhyNotListed(seen) is { } unread)
        {
            return Planned.No(unread);
        }

        if (!seen.Sas.Value!.Tunnels.SelectMany(child => child.Outbound).Any(sa => sa.Spi == spi))
        {
            return Planned.No($"{seen.Gateway} has no outbound SA {spi} with {seen.Peer}.");
        }

        var (step, refusal) = Step(
            (seen.Box, seen),
            new Change.ClearEntry(seen.Peer, seen.Peer, spi),
            PlanCheck.Seen(seen.Sas.Value)
        );
        return step is null ? Planned.No(refusal!) : Write(proposer, reasons, step);
    }

    public Planned ClearInactive(Proposer proposer, GatewayReading seen, Reasons reasons)
    {
        if (PlanCheck.NotForwarding(seen) is { } standby)
        {
            return Planned.No(standby);
        }

        if (!seen.Inactive.WasRead)
        {
            return Planned.No($"The inactive SAs of {seen.Gateway} could not be read ({seen.Inactive.NotRead}).");
        }

        if (seen.Inactive.Value.Count == 0)
        {
            return Planned.No($"{seen.Gateway} has no inactive SAs: there is nothing to clear.");
        }

        var (step, refusal) = Step((seen, null), new Change.ClearInactive(), PlanCheck.Seen(seen.Inactive.Value));
        return step is null
            ? Planned.No(refusal!)
            : Write(
                proposer,
                reasons with
                {
                    Interrupts = reasons.Interrupts ?? "Nothing: SAs that are inactive pass no traffic.",
                },
                step
            );
    }

    /// <summary>The IKE SA with the peer, with all that hangs on it; the SPIs must be those of the plan as for <see cref="ClearPeer"/>.</summary>
    public Planned ClearIke(Proposer proposer, TunnelReading seen, Reasons reasons)
    {
        if (PlanCheck.NotForwarding(seen.Box) is { } standby)
        {
            return Planned.No(standby);
        }

        if (seen.Sas is not { WasRead: true, Value.Complete: true })
        {
            return Planned.No($"The SAs of {seen.Gateway} with {seen.Peer} were not read in full: say it again.");
        }

        var (sa, unclear) = IkeClearing.Only(seen);
        if (sa is null)
        {
            return Planned.No(unclear!);
        }

        var (step, refusal) = Step(
            (seen.Box, seen),
            new Change.ClearIke(seen.Peer, sa.Version),
            PlanCheck.Seen(seen.Sas.Value)
        );
        return step is null
            ? Planned.No(refusal!)
            : Write(
                proposer,
                reasons with
                {
                    Interrupts = reasons.Interrupts ?? IkeClearing.Interrupts(seen, sa),
                    HelpsBecause = reasons.HelpsBecause ?? IkeClearing.Helps(seen, sa),
                },
                step
            );
    }

    /// <summary>Watches the negotiations with the peer. The lines that take it away again are typed by its duty, and are part of what is approved.</summary>
    public Planned Debug(Proposer proposer, TunnelReading seen, int level, string why)
    {
        if (PlanCheck.NotForwarding(seen.Box) is { } standby)
        {
            return Planned.No(standby);
        }

        var gateway = inventory.Find(seen.Gateway);
        var platform = gateway is null ? null : platforms(gateway.Platform);
        if (gateway is not null && platform is not null && (platform.Debugs is null || platform.Leftovers is null))
        {
            return Planned.No(Debugging.NotOn(gateway, platform));
        }

        var change = new Change.Debug(seen.Peer, level);
        var (step, refusal) = Step((seen.Box, seen), change, []);
        if (step is null || platform?.Leftovers is not { } leftovers)
        {
            return Planned.No(refusal!);
        }

        var time = $"{debugs.Value.Lasts.TotalSeconds:0} s";
        var away = leftovers.RemovalOf(change.Leaves);
        return Write(
            proposer,
            new Reasons(
                "asked-for",
                why,
                "It mends nothing: it shows why SAs do not come up, or why they go. What it printed is explained here, with secrets masked. "
                    + $"It ends by itself after {time}, or before when it prints more than {debugs.Value.MostBytes / 1024} KiB; typed then: {string.Join("; ", away.BesideOthers)}.",
                $"No traffic. It costs the box CPU while it is on, {time} at most"
                    + (level > Change.Debug.Ordinary ? ", and at level 255 it prints what stands next to keys." : ".")
            ),
            step
        );
    }

    /// <summary>The peer's SAs on one end, and on the other if that does not help. Where one end is begun anew by its own names, that comes first: its names are others afterwards.</summary>
    public Planned BothEnds(Proposer proposer, TunnelEvidence evidence, string first, Reasons reasons)
    {
        if (evidence.Theirs is not { } across)
        {
            return Planned.No(
                $"The other end was not read ({evidence.TheirsMissing?.TrimEnd('.')}): both ends can be cleared only where both are ours."
            );
        }

        var ends = string.Equals(evidence.Ours.Gateway, first, StringComparison.OrdinalIgnoreCase)
            ? (One: evidence.Ours, Other: across)
            : (One: across, Other: evidence.Ours);
        var (one, refusal) = ClearingPeer(ends.One.Latest);
        var (other, otherRefusal) = ClearingPeer(ends.Other.Latest);
        if (one is null || other is null)
        {
            return Planned.No(refusal ?? otherRefusal!);
        }

        if (other.Change is Change.Reinitiate && one.Change is not Change.Reinitiate)
        {
            (one, other, ends) = (other, one, (ends.Other, ends.One));
        }

        var interrupts = Interruption.OfBothEnds(ends.One, ends.Other);
        return Write(proposer, reasons with { Interrupts = interrupts }, one, other);
    }

    public Planned ClearDrops(Proposer proposer, GatewayReading seen, Reasons reasons)
    {
        if ((PlanCheck.NotForwarding(seen) ?? PlanCheck.NoDrops(seen)) is { } nothing)
        {
            return Planned.No(nothing);
        }

        var (step, refusal) = Step((seen, null), new Change.ClearDrops(), []);
        return step is null ? Planned.No(refusal!) : Write(proposer, reasons, step);
    }

    private (PlanStep? Step, string? Refusal) ClearingPeer(TunnelReading seen) =>
        WhyNotListed(seen) is { } unread ? (null, unread)
        : !seen.Sas.Value!.Tunnels.Any(child => child.HasSa)
            ? (null, $"{seen.Gateway} has no SA with {seen.Peer}: there is nothing to clear.")
        : Step((seen.Box, seen), new Change.ClearPeer(seen.Peer), PlanCheck.Seen(seen.Sas.Value));

    private static string? WhyNotListed(TunnelReading seen) =>
        PlanCheck.NotForwarding(seen.Box)
        ?? seen.Sas switch
        {
            { WasRead: false, NotRead: var because } => $"The SAs of {seen.Gateway} could not be read ({because}).",
            { Value.Complete: false } => $"The list of SAs of {seen.Gateway} was cut off: check again.",
            _ => null,
        };

    private (PlanStep? Step, string? Refusal) Step(
        (GatewayReading Box, TunnelReading? Tunnel) seen,
        Change wanted,
        IReadOnlyList<SpiSeen> spis
    )
    {
        var name = seen.Box.Gateway;
        if (inventory.Find(name) is not { } gateway || platforms(gateway.Platform)?.For(gateway) is not { } platform)
        {
            return (null, $"{name} is no longer in the inventory, or of a platform that SpiBot cannot change.");
        }

        var (change, refusal) = platform.WayTo(wanted, seen.Tunnel);
        return change is null
            ? (null, refusal)
            : (
                new PlanStep(
                    gateway.Name,
                    change,
                    platform.LinesFor(change),
                    spis,
                    seen.Box.Unit.Value?.SerialNumber,
                    gateway.Context,
                    platform.IfRefused(change)
                ),
                null
            );
    }

    private Planned Write(Proposer proposer, Reasons reasons, PlanStep step, PlanStep? then = null)
    {
        var now = clock.GetUtcNow();
        var plan = new RemediationPlan(
            proposer.Id,
            step.Gateway,
            step.Change,
            step.Lines,
            reasons.Cause,
            reasons.Why,
            reasons.Interrupts!,
            reasons.HelpsBecause!,
            step.SpisSeen,
            proposer.By,
            now,
            now + options.Value.ExpiresAfter,
            step.Serial,
            proposer.Venue,
            ApprovalsNeeded: 1,
            step.IfRefused,
            step.Context,
            then
        );
        return new Planned(plan with { ApprovalsNeeded = options.Value.ApprovalsFor(plan.Kind) }, Refusal: null);
    }

    /// <summary>What takes more than was asked for says so.</summary>
    private static string? OfIke(PlanStep step, TunnelReading seen) =>
        step.Change is Change.Reinitiate && IkeClearing.Only(seen).Sa is { } sa
            ? IkeClearing.Interrupts(seen, sa)
            : null;
}
