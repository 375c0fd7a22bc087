using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Conversations;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Remediations;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Checks;

/// <summary>A plan, or why there is none, in a sentence.</summary>
internal sealed record Planned(RemediationPlan? Plan, string? Refusal)
{
    public static Planned No(string because) => new(Plan: null, because);
}

/// <summary>The remediation's id, and who proposes it where.</summary>
internal sealed record Proposer(string Id, Person By, Venue Venue);

/// <summary>Why something is to be done, in the words of the card.</summary>
internal sealed record Reasons(string Cause, string Why, string HelpsBecause, string? Interrupts);

/// <summary>Writes plans: what will be typed where, and what was seen there. Refuses what cannot help.</summary>
internal sealed class Planner(
    GatewayInventory inventory,
    FindPlatform platforms,
    IOptions<RemediationOptions> options,
    [FromKeyedServices(DomainTime.Key)] TimeProvider clock
)
{
    /// <summary>The plan for a remedy that a diagnosis offers; <paramref name="evidence"/> holds the reading of the box it is typed on.</summary>
    public Planned For(Proposer proposer, Finding finding, Remedy remedy, TunnelEvidence evidence)
    {
        var seen = new[] { evidence.Ours.Latest, evidence.Theirs?.Latest }
            .OfType<TunnelReading>()
            .FirstOrDefault(r => string.Equals(r.Gateway, remedy.Gateway, StringComparison.OrdinalIgnoreCase));
        var reasons = new Reasons(finding.Cause, finding.Verdict, remedy.Why, remedy.Interrupts);
        return (remedy.Kind, seen) switch
        {
            (_, null) => Planned.No($"{remedy.Gateway} was not read, so no plan can be written for it."),
            (RemedyKind.ClearInactive, _) => ClearInactive(proposer, seen.Box, reasons),
            (RemedyKind.ClearPeer, _) when Equals(seen.Peer, remedy.Peer) => ClearPeer(proposer, seen, reasons),
            (RemedyKind.ClearPeer, _) => Planned.No($"{remedy.Gateway} was not read for its peer {remedy.Peer}."),
            _ => Planned.No("This is nothing that SpiBot could type: a person has to do it."),
        };
    }

    public Planned ClearPeer(Proposer proposer, TunnelReading seen, Reasons reasons)
    {
        if (PlanCheck.NotForwarding(seen.Box) is { } standby)
        {
            return Planned.No(standby);
        }

        if (!seen.Sas.WasRead)
        {
            return Planned.No($"The SAs of {seen.Gateway} could not be read ({seen.Sas.NotRead}).");
        }

        if (!seen.Sas.Value.Complete)
        {
            return Planned.No($"The list of SAs of {seen.Gateway} was cut off: check again.");
        }

        return seen.Sas.Value.Tunnels.Count == 0
            ? Planned.No($"{seen.Gateway} has no SA with {seen.Peer}: there is nothing to clear.")
            : Write(
                proposer,
                (seen.Box, seen),
                new Change.ClearPeer(seen.Peer),
                reasons with
                {
                    Interrupts = reasons.Interrupts ?? Interruption.Of(new TunnelEnd(Earlier: null, seen)),
                },
                PlanCheck.Seen(seen.Sas.Value)
            );
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

        return seen.Inactive.Value.Count == 0
            ? Planned.No($"{seen.Gateway} has no inactive SAs: there is nothing to clear.")
            : Write(
                proposer,
                (seen, null),
                new Change.ClearInactive(),
                reasons with
                {
                    Interrupts = reasons.Interrupts ?? "Nothing: SAs that are inactive pass no traffic.",
                },
                [
                    .. seen
                        .Inactive.Value.Sas.Where(sa => sa.Spi is not null)
                        .Select(sa => new SpiSeen(sa.Direction, sa.Spi!)),
                ]
            );
    }

    /// <summary>The IKE SA with the peer, with all that hangs on it; the SPIs must be those of the plan as for <see cref="ClearPeer"/>.</summary>
    public Planned ClearIke(Proposer proposer, TunnelReading seen, string why)
    {
        if (PlanCheck.NotForwarding(seen.Box) is { } standby)
        {
            return Planned.No(standby);
        }

        if (seen.Sas is not { WasRead: true, Value.Complete: true })
        {
            return Planned.No($"The SAs of {seen.Gateway} with {seen.Peer} were not read in full: say it again.");
        }

        var (sa, refusal) = IkeClearing.Only(seen);
        return sa is null
            ? Planned.No(refusal!)
            : Write(
                proposer,
                (seen.Box, seen),
                new Change.ClearIke(seen.Peer, sa.Version),
                new Reasons("asked-for", why, IkeClearing.Helps(sa), IkeClearing.Interrupts(seen, sa)),
                PlanCheck.Seen(seen.Sas.Value)
            );
    }

    public Planned ClearDrops(Proposer proposer, GatewayReading seen, Reasons reasons)
    {
        var change = new Change.ClearDrops();
        return PlanCheck.NotForwarding(seen) is { } standby ? Planned.No(standby)
            : PlanCheck.NoDrops(seen) is { } nothing ? Planned.No(nothing)
            : Write(proposer, (seen, null), change, reasons, []);
    }

    private Planned Write(
        Proposer proposer,
        (GatewayReading Box, TunnelReading? Tunnel) seen,
        Change wanted,
        Reasons reasons,
        IReadOnlyList<SpiSeen> spis
    )
    {
        var name = seen.Box.Gateway;
        if (inventory.Find(name) is not { } gateway || platforms(gateway.Platform)?.For(gateway) is not { } platform)
        {
            return Planned.No($"{name} is no longer in the inventory, or of a platform that SpiBot cannot change.");
        }

        var (change, refusal) = platform.WayTo(wanted, seen.Tunnel);
        if (change is null)
        {
            return Planned.No(refusal!);
        }

        var now = clock.GetUtcNow();
        return new Planned(
            new RemediationPlan(
                proposer.Id,
                gateway.Name,
                change,
                platform.LinesFor(change),
                reasons.Cause,
                reasons.Why,
                Interrupts(change, seen.Tunnel) ?? reasons.Interrupts!,
                reasons.HelpsBecause,
                spis,
                proposer.By,
                now,
                now + options.Value.ExpiresAfter,
                seen.Box.Unit.Value?.SerialNumber,
                proposer.Venue,
                options.Value.ApprovalsFor(change),
                platform.IfRefused(change)
            ),
            Refusal: null
        );
    }

    /// <summary>What takes more than was asked for says so.</summary>
    private static string? Interrupts(Change change, TunnelReading? seen) =>
        change is Change.Reinitiate && seen is not null && IkeClearing.Only(seen).Sa is { } sa
            ? IkeClearing.Interrupts(seen, sa)
            : null;
}
