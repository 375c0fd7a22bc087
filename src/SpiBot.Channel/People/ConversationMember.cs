using System.Text.Json.Nodes;
using SpiBot.Channel.Activities;

namespace SpiBot.Channel.People;

/// <summary>
/// Somebody in a conversation, as the channel describes them. <see cref="Id"/>: 29:…; <see cref="EntraId"/>: their object id, missing for some guests.
/// </summary>
public sealed record ConversationMember(
    string Id,
    string? Name,
    string? EntraId,
    string? TenantId,
    string? UserRole,
    string? UserPrincipalName
)
{
    /// <summary>Somebody of another tenant than <paramref name="tenant"/>, or invited into it: by the role, by the home tenant, or by the sign-in name that Entra ID makes for guests.</summary>
    public bool IsGuestOf(string? tenant) =>
        UserRole is { } role && (Is(role, "guest") || Is(role, "anonymous"))
        || (TenantId is { Length: > 0 } home && tenant is { Length: > 0 } && !Is(home, tenant))
        || UserPrincipalName?.Contains("#EXT#", StringComparison.OrdinalIgnoreCase) == true;

    /// <returns>Null for what is no member.</returns>
    internal static ConversationMember? Read(JsonNode? json) =>
        json is JsonObject member && JsonText.In(member, "id") is { Length: > 0 } id
            ? new ConversationMember(
                id,
                JsonText.In(member, "name"),
                JsonText.In(member, "aadObjectId") ?? JsonText.In(member, "objectId"),
                JsonText.In(member, "tenantId"),
                JsonText.In(member, "userRole"),
                JsonText.In(member, "userPrincipalName")
            )
            : null;

    private static bool Is(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
