using SpiBot.Channel.Connector;
using SpiBot.Channel.People;
using SpiBot.Channel.Turns;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Conversation;

/// <summary>
/// Finds out what has to be known of somebody who speaks or presses: whether they are a guest, and which groups of the inventory they are in. What cannot be found out lets
/// nobody in, and is said. A change is asked for anew each time; reading goes by what was known some minutes ago.
/// </summary>
public sealed class Standings(GatewayInventory inventory, GroupMembers groups, Rosters rosters)
{
    public async Task<Standing> Of(Turn turn, Act act, CancellationToken ct)
    {
        // Nobody knows who an unsigned activity is from; what it may change is decided by UnsignedTurns.
        return turn.Signed && Speaker.Of(turn) is { } person
            ? await Of(turn, person, turn.From.Id ?? person.EntraId, act, ct)
            : Here(turn);
    }

    /// <summary>The same of somebody who pressed a button here before.</summary>
    public async Task<StandingOf> Of(Turn turn, Person earlier, Act act, CancellationToken ct) =>
        new(earlier, turn.Signed ? await Of(turn, earlier, earlier.EntraId, act, ct) : Here(turn));

    private async Task<Standing> Of(Turn turn, Person person, string member, Act act, CancellationToken ct)
    {
        var here = Here(turn);
        var outside = act == Act.Read ? null : await WhyOutside(turn, person, member, ct);
        if (outside is not null || inventory.Leads.Contains(person.EntraId, StringComparer.OrdinalIgnoreCase))
        {
            return here with { Outside = outside };
        }

        var found = await Task.WhenAll(
            inventory.GroupsFor(act, here).Select(group => IsIn(person, group, act == Act.Read, ct))
        );
        return here with
        {
            In = [.. found.Where(f => f.In).Select(f => f.Group)],
            NotKnown = [.. found.Select(f => f.NotKnown).OfType<string>()],
        };
    }

    /// <summary>What is known of anybody who speaks there. A desk is as good as a team: who speaks is on this machine.</summary>
    private static Standing Here(Turn turn) => Standing.Alone with { InTeam = turn.InTeam || !turn.Signed };

    private async Task<string?> WhyOutside(Turn turn, Person person, string member, CancellationToken ct)
    {
        try
        {
            return await rosters.Find(turn.Destination, member, ct) switch
            {
                null =>
                    $"{person.Name} is not among the members of this conversation: such a person can neither propose nor decide.",
                var found when found.IsGuestOf(turn.Destination.TenantId) =>
                    $"{person.Name} is a guest here: guests can neither propose nor decide.",
                _ => null,
            };
        }
        catch (ConnectorException e)
        {
            return $"Teams did not say whether {person.Name} is a guest here, so nothing was done: try it again. {e.Message}";
        }
    }

    private async Task<(EntraGroup Group, bool In, string? NotKnown)> IsIn(
        Person person,
        EntraGroup group,
        bool lately,
        CancellationToken ct
    )
    {
        try
        {
            var members = lately ? await groups.Lately(group, ct) : await groups.Now(group, ct);
            return (group, Guid.TryParse(person.EntraId, out var id) && members.Contains(id), null);
        }
        catch (DirectoryException e)
        {
            return (group, false, e.Message);
        }
    }
}
