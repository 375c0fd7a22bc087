using SpiBot.Gateways.Changes;

namespace SpiBot.Operations.Remediations;

/// <summary>The section <c>Remediations</c> of the configuration.</summary>
public sealed class RemediationOptions
{
    /// <summary>How long a proposal waits for a lead. Default 15 minutes.</summary>
    public TimeSpan ExpiresAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How many different people must approve, by kind of change (<c>Remediations:Quorum:clear-peer</c>). Default 1; 2 for clear-ike and reinitiate, which take the IKE SA.</summary>
    public Dictionary<string, int> Quorum { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// An approval needs the number of a ticket that matches this regular expression (all of it): <c>INC\d{7}</c>. Default: none is asked for.
    /// </summary>
    public string? TicketPattern { get; set; }

    /// <summary>
    /// Whether one of those who may approve may do so alone, their own plan and whatever the quorum, with a reason that is told to the whole channel. Default no.
    /// </summary>
    public bool BreakGlass { get; set; }

    /// <summary>After a clear, how long the same peer is left alone on the same gateway. Default 5 minutes; 0: not at all.</summary>
    public TimeSpan CoolDown { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a claim holds: the gateway is read again and the line typed within it, or not at all. Default 30 seconds.</summary>
    public TimeSpan TypeWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After a clear: how long until it is looked at for the first time, and from look to look. Default 3 seconds.</summary>
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long SpiBot looks for new SAs that pass packets. Default 90 seconds: an ASA negotiates anew only when there is traffic.</summary>
    public TimeSpan LookFor { get; set; } = TimeSpan.FromSeconds(90);

    internal TicketPattern? Ticket => string.IsNullOrEmpty(TicketPattern) ? null : new TicketPattern(TicketPattern);

    /// <returns>What is wrong with these settings, a sentence each, the setting's name first.</returns>
    public IEnumerable<string> Problems()
    {
        if (TicketProblem() is { } problem)
        {
            yield return $"Remediations:TicketPattern: {problem}";
        }

        if (CoolDown < TimeSpan.Zero || CoolDown > TimeSpan.FromDays(1))
        {
            yield return $"Remediations:CoolDown: {CoolDown} is not between 00:00:00 and 1.00:00:00";
        }

        foreach (var (kind, number) in Quorum)
        {
            if (!Change.Kinds.Contains(kind))
            {
                yield return $"Remediations:Quorum:{kind}: is no kind of change ({string.Join(", ", Change.Kinds)})";
            }
            else if (number is < 1 or > 9)
            {
                yield return $"Remediations:Quorum:{kind}: {number} is not a number of people (1-9)";
            }
        }
    }

    private string? TicketProblem()
    {
        try
        {
            return Ticket is { } pattern && pattern.Fits("")
                ? "matches the empty text, so that it asks for nothing"
                : null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return $"is not a regular expression that can be used here: {e.Message}";
        }
    }

    public int ApprovalsFor(Change change) =>
        Quorum.GetValueOrDefault(
            change.Kind,
            change is Change.ClearIke or Change.Reinitiate or Change.Debug { Level: > Change.Debug.Ordinary } ? 2 : 1
        );
}
