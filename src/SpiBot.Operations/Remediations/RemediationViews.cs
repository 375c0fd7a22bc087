using Microsoft.Extensions.Options;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Journal;

namespace SpiBot.Operations.Remediations;

/// <summary>The exchange that a remediation reports in.</summary>
public static class RemediationExchange
{
    public static string Of(string remediationId) => "remediation/" + remediationId;

    /// <summary>Where those are asked whose turn it is; <paramref name="turn"/> from 1.</summary>
    public static string OfAsking(string remediationId, int turn) => $"{Of(remediationId)}/asked/{turn}";
}

internal static class RemediationViews
{
    public static RemediationView Of(Remediation remediation, RemediationOptions options) =>
        new(
            remediation.Plan,
            remediation.Digest,
            remediation.State,
            remediation.DecidedBy,
            remediation.DecidedAt,
            remediation.SentAt,
            remediation.EndedAt,
            remediation.Outcome,
            remediation.Note,
            remediation.Approvals,
            remediation.Ticket,
            new Asks(remediation.Ticket is null ? options.TicketPattern : null, options.BreakGlass),
            remediation.BrokeGlass,
            CoolDownUntil(remediation, options.CoolDown),
            remediation.Typed,
            remediation.Between,
            remediation.AnswerBefore,
            remediation.LookAgainAt,
            remediation.AfterRekey
        );

    private static DateTimeOffset? CoolDownUntil(Remediation remediation, TimeSpan coolDown) =>
        remediation is { Plan.Change.WithPeer: not null, SentAt: { } sent } && coolDown > TimeSpan.Zero
            ? sent + coolDown
            : null;
}

/// <summary>Reads the journal itself: the answer is right even when no grain is awake.</summary>
internal sealed class OpenRemediations(RemediationJournal journal, IOptions<RemediationOptions> options)
    : IOpenRemediations
{
    public async Task<IReadOnlyList<RemediationView>> Waiting(CancellationToken ct)
    {
        var waiting = new List<RemediationView>();
        foreach (var id in await journal.Open(ct))
        {
            if (await journal.Read(id, ct) is { Remediation: { State: RemediationState.Proposed } remediation })
            {
                waiting.Add(RemediationViews.Of(remediation, options.Value));
            }
        }

        return waiting;
    }
}
