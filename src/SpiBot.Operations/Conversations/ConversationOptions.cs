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
    /// So many different looks at one gateway may wait for their turn; whoever comes then is told so at once. Default 50: they take some seconds each, and who would wait for minutes asks again.
    /// </summary>
    public int MostWaiting { get; set; } = 50;

    /// <summary>
    /// Who begins to look at a gateway within so long after it was read gets that reading: every <c>show</c> takes time of the box and room in its log.
    /// Default 30 seconds; 0: everybody reads anew.
    /// </summary>
    public TimeSpan LeastInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <returns>What is wrong with these settings, a sentence each, the setting's name first.</returns>
    public IEnumerable<string> Problems()
    {
        if (ReleaseAfter < TimeSpan.FromSeconds(1) || ReleaseAfter > TimeSpan.FromHours(1))
        {
            yield return $"Conversations:ReleaseAfter: {ReleaseAfter} is not between 00:00:01 and 01:00:00";
        }

        if (ReadWithin < TimeSpan.FromSeconds(1) || ReadWithin > TimeSpan.FromHours(1))
        {
            yield return $"Conversations:ReadWithin: {ReadWithin} is not between 00:00:01 and 01:00:00";
        }

        if (MostWaiting < 1)
        {
            yield return $"Conversations:MostWaiting: {MostWaiting} lets nobody look";
        }

        if (LeastInterval < TimeSpan.Zero || LeastInterval > TimeSpan.FromMinutes(10))
        {
            yield return $"Conversations:LeastInterval: {LeastInterval} is not between 00:00:00 and 00:10:00";
        }
    }
}
