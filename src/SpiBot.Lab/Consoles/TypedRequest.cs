namespace SpiBot.Lab.Consoles;

/// <summary>A line as it was typed: the command that it means, and the filter behind its bar. <see cref="Filter"/> is null where what stands there is none.</summary>
public sealed record TypedRequest(
    string Typed,
    string CommandText,
    CommandMatch Match,
    Func<IReadOnlyList<string>, IReadOnlyList<string>>? Filter
)
{
    public static TypedRequest Of(string typed, CommandTree commands)
    {
        var bar = typed.IndexOf('|', StringComparison.Ordinal);
        var command = bar < 0 ? typed : typed[..bar];
        var match = commands.Match(command);
        var filter = bar < 0 ? lines => lines : OutputFilter.Parse(typed[(bar + 1)..]);
        if (filter is null && match.Command is not null)
        {
            var verb = typed.Length - typed[(bar + 1)..].TrimStart().Length;
            match = match with { Fault = MatchFault.Invalid, Marker = verb };
        }

        return new TypedRequest(typed, command, match, filter);
    }
}
