using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Conversations;
using SpiBot.Operations.Duties;
using SpiBot.Operations.History;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Threads;
using SpiBot.Operations.Traces;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;
using SpiBot.Tunnels.History;

namespace SpiBot.Operations.Checks;

/// <summary>
/// One check: asks both ends, tells what the first look shows, looks again, and tells what both show. Where both ends then list the same SAs and packets are lost all
/// the same, it looks a third time, with the contexts of the data path. What it found is kept, so that a remedy can be proposed.
/// </summary>
internal sealed partial class CheckGrain(
    CheckStore store,
    GatewayInventory inventory,
    Planner planner,
    WhoDecides who,
    TunnelHistories histories,
    Alarms alarms,
    Reports reports,
    DutyJournal duties,
    IOptions<CheckOptions> options,
    IOptions<RemediationOptions> remediations,
    IOptions<TraceOptions> traces,
    [FromKeyedServices(DomainTime.Key)] TimeProvider clock,
    ILogger<CheckGrain> log
) : Grain, ICheckGrain
{
    private CheckOrder? order;
    private bool ended;
    private CheckFound? found;
    private BothEnds? first;
    private BothEnds? second;
    private BothEnds? current;
    private TraceBetween? trace;

    private string Id => this.GetPrimaryKeyString();

    private CheckOrder Order => order ?? throw new InvalidOperationException($"there is no check {Id}");

    /// <summary>A clear that was typed in has one message from the start: that of its remediation.</summary>
    private string Exchange =>
        CheckKinds.ChangeOf(Order.Kind) is not null ? RemediationExchange.Of(RemediationId(0)) : Id;

    private bool LooksTwice => Order.Kind is CheckKind.Tunnel or CheckKind.Trace or CheckKind.Drops;

    private ICheckGrain Me => GrainFactory.GetGrain<ICheckGrain>(Id);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await store.Find(Id, cancellationToken) is { } stored)
        {
            (order, ended, found) = (stored.Order, stored.Ended, stored.Found);
        }
    }

    public async Task Start(CheckOrder order, CancellationToken ct)
    {
        if (CheckKinds.IsAboutATunnel(order.Kind) && order.Peer is null)
        {
            throw new ArgumentException($"a check of kind {order.Kind} needs a peer", nameof(order));
        }

        if (await store.Begin(Id, order, clock.GetUtcNow(), ct))
        {
            this.order = order;
            await OrBeginAgain(() => Begin(ct));
        }
    }

    public async Task LookAgain(CancellationToken ct)
    {
        if (!ended && current is null or { BothAreIn: true })
        {
            await OrBeginAgain(() => Look(number: first is null ? 1 : 2, ct));
        }
    }

    public async Task Took(string requestId, ReadOutcome outcome, CancellationToken ct)
    {
        if (!ended && current is { } look && look.Take(requestId, outcome) && look.BothAreIn)
        {
            await OrBeginAgain(() => GoOn(look, ct));
        }
    }

    private async Task GoOn(BothEnds look, CancellationToken ct)
    {
        var isFirst = first is null;
        first ??= look;
        if (look.Ours.Failure is { } failure && (isFirst || Order.Kind is not (CheckKind.Tunnel or CheckKind.Trace)))
        {
            await End(new CheckFailed(Exchange, Order, failure), keep: null, ct);
        }
        else if (isFirst && Order.Kind == CheckKind.Trace)
        {
            await BeginTrace(look.Ours.Tunnel!, ct);
        }
        else if (isFirst && LooksTwice)
        {
            var again = clock.GetUtcNow() + options.Value.SecondLookAfter;
            LookAgainAt(again);
            reports.Tell(Order.Thread, SoFar(look, again));
        }
        else if (
            Order.Kind == CheckKind.Tunnel
            && second is null
            && look.Evidence(first) is { } evidence
            && DataPathDoubt.Arises(evidence)
        )
        {
            second = look;
            await Look(number: 3, ct);
        }
        else
        {
            var told = look.Ours.Failure is not null && second is not null ? second : look;
            await Conclude(told, isFirst ? null : first, ct);
        }
    }

    private async Task Begin(CancellationToken ct)
    {
        if (inventory.Find(Order.Gateway) is not { } viewpoint)
        {
            var failure = new GatewayFailure(
                Order.Gateway,
                GatewayFailureKind.Unreachable,
                $"Looking for {Order.Gateway} in the inventory.",
                "It is not there.",
                "Name one of the inventory, or add it to spibot.json."
            );
            await End(new CheckFailed(Exchange, Order, failure), keep: null, ct);
            return;
        }

        log.LogInformation(
            "{Check} begins: {Kind} of {Gateway} and {Peer}, for {EntraId} in {Conversation}",
            Id,
            Order.Kind,
            Order.Gateway,
            Order.Peer,
            Order.By?.EntraId,
            Order.Venue?.Conversation
        );
        var asked = BothEnds.Asked(inventory, viewpoint, Order.Peer);
        reports.Tell(Order.Thread, new CheckStarted(Exchange, Order, asked) { After = Order.After });
        await Look(number: 1, ct);
    }

    private async Task Look(int number, CancellationToken ct)
    {
        var viewpoint = inventory.Find(Order.Gateway)!;
        var request = new ReadRequest($"look {number}", Order.Peer, Asker.Check, Id)
        {
            Thread = Order.Thread,
            // Where one look is all there is, both ends are compared as they are at one moment.
            MayBeRecent = number == 1 && Order.Kind is CheckKind.Tunnel or CheckKind.Drops or CheckKind.Inactive,
            WithDataPath = number == 3 || Order.Kind == CheckKind.DataPath,
        };
        var elsewhere = number == 1 ? Order.Elsewhere : [];
        current = await BothEnds.Look(GrainFactory, inventory, viewpoint, Order.Peer, request, elsewhere, ct);
    }

    private Report SoFar(BothEnds look, DateTimeOffset again)
    {
        if (Order.Kind == CheckKind.Drops)
        {
            var box = look.Ours.Box!;
            return new DropsRead(Exchange, Order, box, DropRate.Between(earlier: null, box), LooksAgain: true);
        }

        var evidence = look.Evidence(earlier: null)!;
        return new TunnelSeenOnce(Exchange, Order, Diagnose(evidence), evidence, again, look.Failures);
    }

    private void LookAgainAt(DateTimeOffset time)
    {
        // The factory may only be asked for inside of the grain; the alarm rings outside.
        var me = Me;
        alarms.At(time, $"the second look of {Id}", () => me.LookAgain(CancellationToken.None));
    }

    private async Task Conclude(BothEnds look, BothEnds? earlier, CancellationToken ct)
    {
        switch (Order.Kind)
        {
            case CheckKind.Drops:
                var rate = DropRate.Between(earlier?.Ours.Box, look.Ours.Box!);
                await End(new DropsRead(Exchange, Order, look.Ours.Box!, rate, LooksAgain: false), keep: null, ct);
                break;
            case CheckKind.Inactive:
                await End(new InactiveRead(Exchange, Order, look.Ours.Box!), keep: null, ct);
                break;
            case var typed when CheckKinds.ChangeOf(typed) is not null:
                await ProposeTyped(look, ct);
                break;
            default:
                // The gateway answered the first look and not the second: what the first one told is told, and nothing is offered on it.
                await Diagnosed(look.Evidence(earlier) ?? earlier!.Evidence(earlier: null)!, look.Failures, ct);
                break;
        }
    }

    private async Task Diagnosed(TunnelEvidence seen, IReadOnlyList<GatewayFailure> failures, CancellationToken ct)
    {
        if (trace is { Outcome: { } traced })
        {
            seen = seen with { Ours = seen.Ours with { Latest = seen.Ours.Latest with { Trace = traced } } };
        }

        var evidence = await histories.WithPast(seen, ct);
        var diagnosis = Diagnose(evidence);
        await histories.Remember(diagnosis, seen.Ours.Latest, ct);
        if (evidence.Theirs is { } theirs)
        {
            // Whoever asks for the other end's history is told it as that end sees it: what sends with an old SA here is a stale outbound one there.
            await histories.Remember(Diagnose(evidence.FromTheirs()), theirs.Latest, ct);
        }

        var duty = trace?.Standing is { } standing ? await duties.Read(standing.DutyId, ct) : null;
        await End(
            new TunnelDiagnosed(Exchange, Order, diagnosis, evidence, failures)
            {
                Left = duty is null ? null : OpenDuties.ViewOf(duty.Duty),
                Refusals = Refusals(diagnosis, evidence),
            },
            new CheckFound(diagnosis, seen, Box: null),
            ct
        );
        await ProposeForWatch(ct);
    }

    /// <param name="last">The report that ends the exchange; null when a remediation goes on with it.</param>
    /// <param name="keep">What a proposal may need.</param>
    /// <param name="ct">Cancels the storing.</param>
    private async Task End(Report? last, CheckFound? keep, CancellationToken ct)
    {
        await store.End(Id, keep, ct);
        log.LogInformation("{Check} has ended: {Report}", Id, last?.GetType().Name ?? "its plan goes on");
        ended = true;
        found = keep;
        if (last is not null)
        {
            reports.Tell(Order.Thread, last);
        }

        // What it saw is large, and stored: it is read again if somebody proposes something.
        DeactivateOnIdle();
    }

    private TunnelDiagnosis Diagnose(TunnelEvidence evidence) =>
        Diagnostician.Diagnose(evidence, remediations.Value.ClearEntry);

    private string? WhyNotFrom(Venue there) =>
        Order.Venue is { } here
            ? here.WhyNotFrom(there)
            : "An older SpiBot made this check and did not note where: check again.";

    private string RemediationId(int remedy) => $"{Id}-{remedy + 1}";
}
