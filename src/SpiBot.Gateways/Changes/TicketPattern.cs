using System.Text.RegularExpressions;

namespace SpiBot.Gateways.Changes;

/// <summary>What the number of a ticket looks like: a regular expression that all of it must match.</summary>
public sealed class TicketPattern
{
    /// <summary>A number to write down, not an essay: it is shown on cards.</summary>
    public const int Longest = 60;

    private readonly Regex whole;

    /// <exception cref="ArgumentException">Not a regular expression.</exception>
    /// <exception cref="NotSupportedException">One that looks back or ahead: its matching could take for ever.</exception>
    public TicketPattern(string pattern)
    {
        Pattern = pattern;
        whole = new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }

    public string Pattern { get; }

    public bool Fits(string ticket) => ticket.Length <= Longest && whole.IsMatch(ticket);
}
