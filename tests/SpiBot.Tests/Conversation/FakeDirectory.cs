using SpiBot.Channel.Connector;
using SpiBot.Channel.People;
using SpiBot.Conversation;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Tests.Conversation;

/// <summary>Groups and teams that a test fills; one that it did not is refused, as by Microsoft Graph.</summary>
internal sealed class FakeDirectory : IDirectory
{
    public Dictionary<Guid, IReadOnlyList<Guid>> Groups { get; } = [];

    public Dictionary<Guid, IReadOnlyList<TeamMember>> Teams { get; } = [];

    /// <summary>How often it was asked.</summary>
    public int Asked { get; private set; }

    public Task<IReadOnlyList<Guid>> GroupMembers(Guid group, CancellationToken ct) => Answer(Groups, group);

    public Task<IReadOnlyList<TeamMember>> TeamMembers(Guid team, CancellationToken ct) => Answer(Teams, team);

    private Task<IReadOnlyList<T>> Answer<T>(Dictionary<Guid, IReadOnlyList<T>> known, Guid id)
    {
        Asked++;
        return known.TryGetValue(id, out var members)
            ? Task.FromResult(members)
            : throw new DirectoryException($"Microsoft Graph does not let SpiBot see {id}.");
    }
}

/// <summary>What finds out about people, on fakes.</summary>
internal static class People
{
    public static Standings Standings(GatewayInventory inventory, IConnector connector, IDirectory? directory = null) =>
        new(
            inventory,
            new GroupMembers(directory ?? new FakeDirectory(), TimeProvider.System),
            new Rosters(connector, TimeProvider.System)
        );
}
