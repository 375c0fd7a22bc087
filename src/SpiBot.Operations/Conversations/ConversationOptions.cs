namespace SpiBot.Operations.Conversations;

/// <summary>The section <c>Conversations</c> of the configuration.</summary>
public sealed class ConversationOptions
{
    public const string Section = "Conversations";

    /// <summary>A session that nobody needed for so long is closed: an ASA has only five. Default 5 minutes.</summary>
    public TimeSpan ReleaseAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A read that takes longer is given up, and its session closed. Default 2 minutes.</summary>
    public TimeSpan ReadWithin { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Who begins to look at a gateway within so long after it was read gets that reading: every <c>show</c> takes time of the box and room in its log.
    /// Default 30 seconds; 0: everybody reads anew.
    /// </summary>
    public TimeSpan LeastInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After a refused password nobody logs in to that gateway for so long: trying again could lock the account. Default 10 minutes.</summary>
    public TimeSpan RefusedFor { get; set; } = TimeSpan.FromMinutes(10);
}
