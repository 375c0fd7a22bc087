using SpiBot.Cards;
using SpiBot.Channel.Connector;
using SpiBot.Channel.People;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Conversation;

/// <summary>Whom a message has to mention: those of the approvers who are in the conversation, under the names they have there.</summary>
public sealed class Mentions(GroupMembers groups, Rosters rosters)
{
    /// <summary>A message that calls everybody calls nobody.</summary>
    private const int Most = 20;

    /// <param name="there">The conversation.</param>
    /// <param name="whom">Those who may approve.</param>
    /// <param name="without">Those of them who need not be asked: whoever proposed it, or has approved it.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<Mentioned> Of(
        Destination there,
        Approvers whom,
        IReadOnlyList<Person> without,
        CancellationToken ct
    )
    {
        var notKnown = new List<string>();
        var ids = new HashSet<string>(whom.Ids, StringComparer.OrdinalIgnoreCase);
        foreach (var group in whom.Groups)
        {
            try
            {
                ids.UnionWith((await groups.Lately(group, ct)).Select(id => id.ToString("D")));
            }
            catch (DirectoryException e)
            {
                notKnown.Add(e.Message);
            }
        }

        ids.ExceptWith(without.Select(person => person.EntraId.Trim()));
        var people = await Known(there, ids, notKnown, ct);
        return new Mentioned([.. people.Take(Most)], Math.Max(0, people.Count - Most), notKnown);
    }

    private async Task<List<Mention>> Known(
        Destination there,
        HashSet<string> ids,
        List<string> notKnown,
        CancellationToken ct
    )
    {
        try
        {
            return
            [
                .. (await rosters.All(there, ct))
                    .Where(member => member.EntraId is { } id && ids.Contains(id) && !member.IsGuestOf(there.TenantId))
                    .Select(member => new Mention(member.Id, Mention.Tidy(member.Name ?? "approver"))),
            ];
        }
        catch (ConnectorException e)
        {
            notKnown.Add(e.Message);
            return [.. ids.Order(StringComparer.Ordinal).Select((id, i) => new Mention(id, $"approver {i + 1}"))];
        }
    }
}
