namespace SpiBot.Gateways.Changes;

/// <summary>
/// The second way of a plan, for a gateway that does not know the first of the plan's lines, and so has carried out nothing: it is entered with
/// <see cref="Enter"/>, a command line inside the gateway's own (FTD's diagnostic CLI); <see cref="Lines"/> are typed there, and it is left again.
/// Part of what is approved. Debug is typed nowhere else where there is such a command line: what it prints comes into the one it was switched on in.
/// </summary>
public sealed record LinesInside(string Enter, IReadOnlyList<string> Lines);
