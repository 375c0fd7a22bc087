using SpiBot.Lab.Channel;

namespace SpiBot.Lab.Cli;

/// <summary>
/// One step of <c>say</c>: somebody says something, or presses the button of that title, after writing into the fields beside it, or waits until SpiBot has said
/// <see cref="Awaited"/> by itself.
/// </summary>
public sealed record Step(
    Person Person,
    string? Message,
    string? Button,
    IReadOnlyDictionary<string, string>? Fields = null
)
{
    public string? Awaited { get; init; }

    /// <summary>
    /// <c>check 203.0.113.9</c>, <c>press:Approve</c>, <c>press:Deny it | reason=call them first</c>, <c>wait:A fault begins</c>; <c>lead: </c> before either is the lead, else (or with <c>engineer: </c>) the on-call engineer.
    /// </summary>
    /// <returns>Null when there is nothing to say or press in it.</returns>
    public static Step? Parse(string text)
    {
        var (person, rest) = (Person.OnCallEngineer, text.Trim());
        foreach (var somebody in Person.All)
        {
            if (rest.StartsWith(somebody.Key + ":", StringComparison.OrdinalIgnoreCase))
            {
                (person, rest) = (somebody, rest[(somebody.Key.Length + 1)..].Trim());
                break;
            }
        }

        const string wait = "wait:";
        if (rest.StartsWith(wait, StringComparison.OrdinalIgnoreCase))
            return rest[wait.Length..].Trim() is { Length: > 0 } words
                ? new Step(person, null, null) { Awaited = words }
                : null;
        const string press = "press:";
        if (!rest.StartsWith(press, StringComparison.OrdinalIgnoreCase))
            return rest.Length > 0 ? new Step(person, rest, null) : null;
        var parts = rest[press.Length..].Split('|', StringSplitOptions.TrimEntries);
        var fields = parts[1..].Select(field => field.Split('=', 2)).Where(field => field.Length == 2);
        return parts[0].Length > 0
            ? new Step(person, null, parts[0], fields.ToDictionary(field => field[0].Trim(), field => field[1].Trim()))
            : null;
    }

    public override string ToString() => $"{Person.Name}: {Message ?? Awaited ?? $"[{Button}]"}";
}
