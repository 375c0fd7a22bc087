using SpiBot.Gateways.Changes;

namespace SpiBot.Operations.Remediations;

/// <summary>What people are shown of a remediation.</summary>
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
            remediation.AfterRekey,
            remediation.MayHaveBeenTyped,
            remediation.Lapsed
        );

    private static DateTimeOffset? CoolDownUntil(Remediation remediation, TimeSpan coolDown) =>
        remediation is { Plan.Change.WithPeer: not null, SentAt: { } sent } && coolDown > TimeSpan.Zero
            ? sent + coolDown
            : null;
}
