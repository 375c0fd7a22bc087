using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Journal;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;
using SpiBot.Tunnels.History;

namespace SpiBot.Operations.History;

/// <summary>
/// Remembers what readings, checks and remediations tell of a tunnel, and adds to the evidence what is remembered. What cannot be remembered, or looked up, is
/// missed by nobody but the next card: it is said in the log, and the work goes on.
/// </summary>
internal sealed class TunnelHistories(
    HistoryStore store,
    [FromKeyedServices(DomainTime.Key)] TimeProvider clock,
    ILogger<TunnelHistories> log
) : ITunnelHistories
{
    public Task<TunnelHistory?> Find(string gateway, IPAddress peer, CancellationToken ct) =>
        store.Find(gateway, peer, ct);

    public Task<IReadOnlyList<TunnelHistory>> WithAny(IReadOnlyList<Spi> spis, CancellationToken ct) =>
        store.WithAny(spis, ct);

    /// <summary>A gateway was read.</summary>
    public Task Remember(TunnelReading reading, CancellationToken ct) =>
        Alter(reading.Gateway, reading.Peer, history => history.With(reading), ct);

    /// <summary>A check has come to its end. What was found after one look may be a rekey that was caught in the middle: it is no fault yet.</summary>
    public Task Remember(TunnelDiagnosis diagnosis, TunnelReading ours, CancellationToken ct)
    {
        if (!diagnosis.TwoLooks || diagnosis.Severity == Severity.Unknown)
        {
            return Task.CompletedTask;
        }

        IReadOnlyCollection<string> causes = diagnosis.Severity == Severity.Attention ? [diagnosis.First.Cause] : [];
        return Alter(ours.Gateway, ours.Peer, history => history.With(causes, ours.TakenAt), ct);
    }

    /// <summary>A change was typed, or what came of it is known: remembered of the tunnel as the box sees it that was changed, and as it was asked about.</summary>
    public async Task Remember(RemediationRecord record, CancellationToken ct)
    {
        var remediation = record.Remediation;
        foreach (var (step, at) in remediation.PerhapsTyped)
        {
            if (step.Change.WithPeer is not { } peer)
            {
                continue;
            }

            var id = $"{remediation.Plan.Id} {step.Gateway}";
            var action = new PastAction(id, at, step.Gateway, step.Change.Kind, Outcome(remediation));
            await Alter(step.Gateway, peer, Told, ct);
            if (
                record.Target is { Peer: { } asked, Viewpoint: var viewpoint }
                && !string.Equals(viewpoint, step.Gateway, StringComparison.OrdinalIgnoreCase)
            )
            {
                await Alter(viewpoint, asked, Told, ct);
            }

            // Packets pass again: no check has to come and say so, too.
            TunnelHistory Told(TunnelHistory history) =>
                remediation is { Outcome.Verdict: OutcomeVerdict.Helped, EndedAt: { } ended }
                    ? history.With(action).With([], ended)
                    : history.With(action);
        }
    }

    /// <summary>A watch sees nothing any more of what was found since it began.</summary>
    public Task RememberOver(
        string gateway,
        IPAddress peer,
        DateTimeOffset since,
        DateTimeOffset at,
        CancellationToken ct
    ) => Alter(gateway, peer, history => history.Over(since, at), ct);

    /// <summary>The evidence with what is remembered of each end.</summary>
    public async Task<TunnelEvidence> WithPast(TunnelEvidence evidence, CancellationToken ct) =>
        evidence with
        {
            Ours = await WithPast(evidence.Ours, ct),
            Theirs = evidence.Theirs is { } theirs ? await WithPast(theirs, ct) : null,
        };

    private static string? Outcome(Remediation remediation) =>
        remediation.Outcome?.Verdict switch
        {
            OutcomeVerdict.Helped => "helped",
            OutcomeVerdict.DidNotHelp => "did not help",
            OutcomeVerdict.CannotTell => "cannot tell whether it helped",
            _ => remediation.State == RemediationState.Failed ? "failed" : null,
        };

    private async Task<TunnelEnd> WithPast(TunnelEnd end, CancellationToken ct)
    {
        try
        {
            return end with { History = await store.Find(end.Gateway, end.Latest.Peer, ct) };
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning(
                "What is remembered of {Gateway} and {Peer} was not read: {Reason}",
                end.Gateway,
                end.Latest.Peer,
                e.Message
            );
            return end;
        }
    }

    private async Task Alter(
        string gateway,
        IPAddress peer,
        Func<TunnelHistory, TunnelHistory> alter,
        CancellationToken ct
    )
    {
        try
        {
            await store.Alter(gateway, peer, clock.GetUtcNow(), alter, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning(
                "What was seen of {Gateway} and {Peer} is not remembered: {Reason}",
                gateway,
                peer,
                e.Message
            );
        }
    }
}
