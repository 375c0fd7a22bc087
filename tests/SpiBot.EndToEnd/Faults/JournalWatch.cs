using System.Text;
using System.Text.RegularExpressions;
using SpiBot.Lab.Channel;

namespace SpiBot.EndToEnd.Faults;

/// <summary>An entry of the journal, heard from the log of the SpiBot that had just written it.</summary>
internal sealed record Written(string Kind, string Id);

/// <summary>Takes the logs of all SpiBots and hears from them what is written into the journal, while it is.</summary>
internal sealed partial class JournalWatch : TextWriter
{
    private const int LinesKept = 4000;
    private readonly Lock gate = new();
    private readonly Queue<string> lines = new();

    public override Encoding Encoding => Encoding.UTF8;

    public Feed<Written> Entries { get; } = new();

    /// <summary>The last of what was logged.</summary>
    public string Log
    {
        get
        {
            lock (gate)
                return string.Join('\n', lines);
        }
    }

    public override Task WriteLineAsync(string? value)
    {
        var line = value ?? "";
        lock (gate)
        {
            lines.Enqueue(line);
            if (lines.Count > LinesKept)
                lines.Dequeue();
        }
        if (Entry().Match(line) is { Success: true } entry)
            Entries.Add(new Written(entry.Groups["kind"].Value, entry.Groups["id"].Value));
        return Task.CompletedTask;
    }

    [GeneratedRegex(@"Journal \d+: (?<kind>[\w-]+) of (?<id>\S+) \(", RegexOptions.NonBacktracking)]
    private static partial Regex Entry();
}
