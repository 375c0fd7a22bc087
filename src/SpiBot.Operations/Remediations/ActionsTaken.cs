using System.Net;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Storage;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Remediations;

/// <summary>
/// A step that a gateway got. <see cref="Surely"/> false: it may have got it, and nobody knows. <see cref="Outcome"/>: whether its remediation helped, as seen at the end; null while that is not
/// known. <see cref="AfterRekey"/>: as seen after the next rekey.
/// </summary>
public sealed record ActionTaken(
    string RemediationId,
    string Gateway,
    Change Change,
    IReadOnlyList<string> Lines,
    DateTimeOffset At,
    bool Surely,
    string Cause,
    Person ProposedBy,
    IReadOnlyList<Approval> Approvals,
    RemediationOutcome? Outcome,
    RemediationOutcome? AfterRekey
);

/// <summary>What SpiBot changed.</summary>
public interface IActionsTaken
{
    /// <param name="gateway">Its name in the inventory.</param>
    /// <param name="peer">Whose SAs were changed; null: of the whole box too, and of all peers.</param>
    /// <param name="since">By SpiBot's clock.</param>
    /// <returns>Oldest first.</returns>
    Task<IReadOnlyList<ActionTaken>> Since(string gateway, IPAddress? peer, DateTimeOffset since, CancellationToken ct);
}

/// <summary>Out of the journal: it is right after a restart too.</summary>
internal sealed class ActionsTaken(Database database, RemediationJournal journal) : IActionsTaken
{
    public async Task<IReadOnlyList<ActionTaken>> Since(
        string gateway,
        IPAddress? peer,
        DateTimeOffset since,
        CancellationToken ct
    )
    {
        List<ActionTaken> taken = [];
        foreach (var id in await TypedSince(since, ct))
        {
            if ((await journal.Read(id, ct))?.Remediation is { } remediation)
            {
                taken.AddRange(Of(remediation));
            }
        }

        return
        [
            .. taken
                .Where(action =>
                    action.At >= since
                    && string.Equals(action.Gateway, gateway, StringComparison.OrdinalIgnoreCase)
                    && (peer is null || peer.Equals(action.Change.WithPeer))
                )
                .OrderBy(action => action.At),
        ];
    }

    private static IEnumerable<ActionTaken> Of(Remediation remediation) =>
        remediation.PerhapsTyped.Select(
            (typed, number) =>
                new ActionTaken(
                    remediation.Plan.Id,
                    typed.Step.Gateway,
                    typed.Step.Change,
                    [.. typed.Lines, .. typed.Perhaps],
                    typed.At,
                    Surely: number < remediation.Typed.Count,
                    remediation.Plan.Cause,
                    remediation.Plan.ProposedBy,
                    remediation.Approvals,
                    remediation.Outcome,
                    remediation.AfterRekey
                )
        );

    /// <summary>Nothing is typed without a claim, nor later than some time after it.</summary>
    private Task<IReadOnlyList<string>> TypedSince(DateTimeOffset since, CancellationToken ct) =>
        database.Read<IReadOnlyList<string>>(
            db =>
                db.Rows(
                    "SELECT DISTINCT id FROM journal WHERE kind = 'claimed' AND at > @since",
                    r => r.GetString(0),
                    ("since", Sql.Text(since - LongestClaim))
                ),
            ct
        );

    private static readonly TimeSpan LongestClaim = RemediationOptions.LongestTypeWithin;
}
