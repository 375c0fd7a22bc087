using Microsoft.Extensions.Options;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Journal;

namespace SpiBot.Operations.Remediations;

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
