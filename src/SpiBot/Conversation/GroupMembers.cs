using System.Collections.Concurrent;
using SpiBot.Channel.People;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Conversation;

/// <summary>Who is in the groups of the inventory, asked of the directory and kept for some minutes.</summary>
public sealed class GroupMembers(IDirectory directory, TimeProvider time)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    /// <summary>A pressed button waits no longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<EntraGroup, (DateTimeOffset At, IReadOnlySet<Guid> Ids)> kept = new();

    /// <summary>Asks, whatever is kept.</summary>
    /// <exception cref="DirectoryException">It could not be told: nobody is in it.</exception>
    public async Task<IReadOnlySet<Guid>> Now(EntraGroup group, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            var ids = await Ask(group, patience.Token);
            kept[group] = (time.GetUtcNow(), ids);
            return ids;
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new DirectoryException(
                $"Microsoft Graph did not say within {Patience.TotalSeconds:0} s who is in {group}.",
                e
            );
        }
    }

    /// <summary>As it was some minutes ago at the most.</summary>
    /// <exception cref="DirectoryException">It could not be told: nobody is in it.</exception>
    public async Task<IReadOnlySet<Guid>> Lately(EntraGroup group, CancellationToken ct) =>
        kept.TryGetValue(group, out var known) && time.GetUtcNow() - known.At < KeptFor
            ? known.Ids
            : await Now(group, ct);

    private async Task<HashSet<Guid>> Ask(EntraGroup group, CancellationToken ct) =>
        group.Kind == EntraGroupKind.Group
            ? [.. await directory.GroupMembers(group.Id, ct)]
            :
            [
                .. (await directory.TeamMembers(group.Id, ct))
                    .Where(member => !member.IsGuest && (member.IsOwner || group.Kind == EntraGroupKind.Team))
                    .Select(member => member.Id),
            ];
}
