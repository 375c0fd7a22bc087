using SpiBot.Gateways.Duties;
using SpiBot.Operations.Journal;

namespace SpiBot.Operations.Duties;

/// <summary>Reads the journal itself: the answer is right even when no grain is awake.</summary>
internal sealed class OpenDuties(DutyJournal journal) : IOpenDuties
{
    public async Task<IReadOnlyList<DutyView>> Open(CancellationToken ct)
    {
        var open = new List<DutyView>();
        foreach (var id in await journal.Open(ct))
        {
            if (await journal.Read(id, ct) is { Duty: { IsOpen: true } duty })
            {
                open.Add(ViewOf(duty));
            }
        }

        return open;
    }

    public static DutyView ViewOf(Duty duty) =>
        new(
            duty.Task.Id,
            duty.Task.Gateway,
            duty.Task.What.Words,
            duty.Task.For,
            duty.TakenAt,
            duty.Task.Deadline,
            duty.LateSince,
            duty.RemovedAt,
            duty.Note,
            duty.Task.Removal.Here
        );
}
