using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpiBot.Channel.Activities;

/// <summary>An account in a conversation: a person (29:…) or the bot (28:…). Guests may have no Entra object id.</summary>
public sealed record ChannelAccount
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? AadObjectId { get; init; }
}

/// <summary>Where an activity was said: a chat, or a thread of a channel.</summary>
public sealed record ConversationAccount
{
    public string? Id { get; init; }

    /// <summary><c>personal</c>, <c>groupChat</c> or <c>channel</c>.</summary>
    public string? ConversationType { get; init; }

    public string? TenantId { get; init; }
}

/// <summary>An activity that the channel sent: the few fields that matter, the rest kept as it came.</summary>
public sealed record Activity
{
    public string? Type { get; init; }

    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Action { get; init; }

    public string? ChannelId { get; init; }

    public string? ServiceUrl { get; init; }

    public string? Text { get; init; }

    public string? ReplyToId { get; init; }

    public ChannelAccount? From { get; init; }

    public ChannelAccount? Recipient { get; init; }

    public ConversationAccount? Conversation { get; init; }

    public JsonElement? ChannelData { get; init; }

    public JsonElement? Value { get; init; }

    public IReadOnlyList<JsonElement>? Entities { get; init; }

    public IReadOnlyList<ChannelAccount>? MembersAdded { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Rest { get; init; }
}
