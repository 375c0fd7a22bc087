using SpiBot.Gateways.Changes;

namespace SpiBot.Operations.Remediations;

/// <summary>The section <c>Remediations</c> of the configuration.</summary>
public sealed class RemediationOptions
{
    public const string Section = "Remediations";

    /// <summary>How long a proposal waits for a lead. Default 15 minutes.</summary>
    public TimeSpan ExpiresAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long those who are asked first have, before the next are asked (the inventory's <c>ask</c>), and so on. Default 5 minutes; 0: all at once.</summary>
    public TimeSpan AskNextAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many different people must approve, by kind of change (<c>Remediations:Quorum:clear-peer</c>). Default: <see cref="UsualQuorum"/>.</summary>
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

    /// <summary>
    /// How long a gateway may take from getting a line to writing down that it was executed. After a crash its log is asked so long after the claim is over. Default 5 seconds.
    /// </summary>
    public TimeSpan ExecuteWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After a clear: how long until it is looked at for the first time, and from look to look. Default 3 seconds.</summary>
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long SpiBot looks for new SAs that pass packets. Default 90 seconds: an ASA negotiates anew only when there is traffic.</summary>
    public TimeSpan LookFor { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>Longer than this no claim holds, so that recovery after a crash does not wait for ever.</summary>
    internal static readonly TimeSpan LongestTypeWithin = TimeSpan.FromMinutes(10);

    /// <summary>After a crash, and where the gateway's log does not tell: how long a person is asked whether the line was typed. Default 4 hours.</summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromHours(4);

    /// <summary>A clear that helped is looked at once more after the next rekey, if that is due within this time. Default 9 hours: an ASA's SA lasts 8. 0: not at all.</summary>
    public TimeSpan LookAfterRekeyWithin { get; set; } = TimeSpan.FromHours(9);

    /// <summary>Whether a single SA may be cleared (<c>clear entry</c>). Default no: nobody has shown in public what an ASA does then.</summary>
    public bool ClearEntry { get; set; }

    internal TicketPattern? Ticket => string.IsNullOrEmpty(TicketPattern) ? null : new TicketPattern(TicketPattern);

    /// <returns>What is wrong with these settings, a sentence each, the setting's name first.</returns>
    public IEnumerable<string> Problems()
    {
        if (TicketProblem() is { } problem)
        {
            yield return $"Remediations:TicketPattern: {problem}";
        }

        if (ExpiresAfter < TimeSpan.FromMinutes(1) || ExpiresAfter > TimeSpan.FromDays(1))
        {
            yield return $"Remediations:ExpiresAfter: {ExpiresAfter} is not between 00:01:00 and 1.00:00:00";
        }

        if (LookEvery < TimeSpan.FromMilliseconds(100) || LookEvery > LookFor)
        {
            yield return $"Remediations:LookEvery: {LookEvery} is not between 00:00:00.1 and Remediations:LookFor ({LookFor})";
        }

        if (LookFor > TimeSpan.FromHours(1))
        {
            yield return $"Remediations:LookFor: {LookFor} is more than an hour";
        }

        if (CoolDown < TimeSpan.Zero || CoolDown > TimeSpan.FromDays(1))
        {
            yield return $"Remediations:CoolDown: {CoolDown} is not between 00:00:00 and 1.00:00:00";
        }

        if (AskNextAfter < TimeSpan.Zero || AskNextAfter > TimeSpan.FromDays(1))
        {
            yield return $"Remediations:AskNextAfter: {AskNextAfter} is not between 00:00:00 and 1.00:00:00";
        }

        if (TypeWithin <= TimeSpan.Zero || TypeWithin > LongestTypeWithin)
        {
            yield return $"Remediations:TypeWithin: {TypeWithin} is not between 00:00:01 and {LongestTypeWithin}";
        }

        if (ExecuteWithin < TimeSpan.Zero || ExecuteWithin > LongestTypeWithin)
        {
            yield return $"Remediations:ExecuteWithin: {ExecuteWithin} is not between 00:00:00 and {LongestTypeWithin}";
        }

        if (AnswerWithin <= TimeSpan.Zero || AnswerWithin > TimeSpan.FromDays(7))
        {
            yield return $"Remediations:AnswerWithin: {AnswerWithin} is not between 00:00:01 and 7.00:00:00";
        }

        if (LookAfterRekeyWithin < TimeSpan.Zero || LookAfterRekeyWithin > TimeSpan.FromDays(7))
        {
            yield return $"Remediations:LookAfterRekeyWithin: {LookAfterRekeyWithin} is not between 00:00:00 and 7.00:00:00";
        }

        foreach (var (kind, number) in Quorum)
        {
            if (!RemediationPlan.Kinds.Contains(kind))
            {
                yield return $"Remediations:Quorum:{kind}: is no kind of change ({string.Join(", ", RemediationPlan.Kinds)})";
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

    /// <param name="kind">Of a plan.</param>
    public int ApprovalsFor(string kind) => Quorum.GetValueOrDefault(kind, UsualQuorum.Of(kind));
}
