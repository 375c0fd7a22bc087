using System.Net;
using System.Text.RegularExpressions;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// <c>show name</c>: the names that stand for addresses where <c>names</c> is on. A list of thousands is possible, so the box filters it. Nothing printed:
/// there is none.
/// </summary>
public static partial class ShowName
{
    public const string Command = "show name";
    private const string Filtered = $"{Command} | include ";

    /// <summary>Of a line to type: see <see cref="Query{T}"/>. Of a long name the end has to do.</summary>
    private const int LongestText = 60;

    /// <summary>All names of the address, and the addresses of these names: in as many queries as it takes lines. A name that no box takes is not asked for.</summary>
    /// <exception cref="ArgumentException">Not the address of one peer.</exception>
    public static IReadOnlyList<Query<HostNames>> Of(IPAddress address, IEnumerable<string> names)
    {
        var wanted = names.Where(name => Name().IsMatch(name)).ToHashSet(StringComparer.Ordinal);
        var lines = new List<string>();
        foreach (var word in wanted.Order(StringComparer.Ordinal).Prepend(AsaAddress.Of(address)))
        {
            var shown = word[^Math.Min(word.Length, LongestText - Filtered.Length)..];
            if (lines.Count > 0 && lines[^1].Length + 1 + shown.Length <= LongestText)
            {
                lines[^1] += $"|{shown}";
            }
            else
            {
                lines.Add(Filtered + shown);
            }
        }

        // To the filter a dot is any character, and what it looks for may be part of another line.
        return
        [
            .. lines.Select(line => new Query<HostNames>(
                line,
                answer => Only(Read(answer), name => name.Address.Equals(address) || wanted.Contains(name.Name))
            )),
        ];
    }

    public static Parsed<HostNames> Read(AnswerText text) =>
        AsaAnswer.Read(
            text,
            Command,
            t =>
            {
                var names = new List<HostName>();
                foreach (var line in t.Lines)
                {
                    if (NameIn(line) is { } name)
                    {
                        names.Add(name);
                    }
                    else if (!line.Is("names"))
                    {
                        return t.Fail<HostNames>(Command, line, "name ADDRESS NAME");
                    }
                }

                return Parsed.Of(new HostNames(names));
            }
        );

    internal static bool IsSignature(AnswerLine line) => NameIn(line) is not null;

    private static Parsed<HostNames> Only(Parsed<HostNames> read, Func<HostName, bool> wanted) =>
        read.Succeeded
            ? Parsed.Of(new HostNames([.. read.Value.All.Where(name => Name().IsMatch(name.Name) && wanted(name))]))
            : read;

    private static HostName? NameIn(AnswerLine line) =>
        line.Text.Split(' ') is ["name", var address, var name, ..] && IPAddress.TryParse(address, out var parsed)
            ? new HostName(name, parsed)
            : null;

    /// <summary>As <c>name</c> takes them (command reference): what a device printed is typed back only in this form.</summary>
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_.-]{0,62}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
