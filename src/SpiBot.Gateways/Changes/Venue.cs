namespace SpiBot.Gateways.Changes;

/// <summary>
/// Where in Teams something was said or pressed: the tenant (empty where the channel names none) and the conversation, whose id ends
/// with <c>;messageid=</c> and the thread's root in a channel.
/// </summary>
public sealed record Venue(string Tenant, string Conversation)
{
    private const string ThreadMark = ";messageid=";

    /// <summary>Without the thread.</summary>
    public string Channel => Split(Conversation).Channel;

    /// <returns>Why what belongs here may not be decided there, in a sentence; null when it may.</returns>
    public string? WhyNotFrom(Venue there)
    {
        if (!string.Equals(Tenant, there.Tenant, StringComparison.OrdinalIgnoreCase))
        {
            return "This belongs to a conversation of another tenant: it can only be decided there.";
        }

        var (channel, thread) = Split(Conversation);
        var (otherChannel, otherThread) = Split(there.Conversation);
        return channel != otherChannel ? "This belongs to another channel: it can only be decided there."
            : thread is not null && otherThread is not null && thread != otherThread
                ? "This belongs to another thread of the channel: it can only be decided there."
            : null;
    }

    private static (string Channel, string? Thread) Split(string conversation)
    {
        var at = conversation.IndexOf(ThreadMark, StringComparison.Ordinal);
        return at < 0 ? (conversation, null) : (conversation[..at], conversation[(at + ThreadMark.Length)..]);
    }
}
