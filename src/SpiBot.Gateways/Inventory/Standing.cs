namespace SpiBot.Gateways.Inventory;

/// <summary>
/// What was found out of somebody beside their Entra object id. <see cref="In"/>: the groups of the inventory that they are in. <see cref="NotKnown"/>: which groups could not
/// be asked, and why, in sentences: nobody is let in by those. <see cref="Outside"/>: why they can neither propose nor decide whatever a role says (a guest), in a
/// sentence; null when nothing speaks against it.
/// </summary>
public sealed record Standing(IReadOnlyList<EntraGroup> In, IReadOnlyList<string> NotKnown, string? Outside = null)
{
    /// <summary>They speak in a channel of a team, which only its members can: where the inventory has no roles, that lets them read and propose.</summary>
    public bool InTeam { get; init; }

    /// <summary>Somebody of whom only the Entra object id counts.</summary>
    public static Standing Alone { get; } = new([], []);
}
