using System.Text;
using System.Text.RegularExpressions;
using SpiBot.Lab.Channel;

namespace SpiBot.EndToEnd.Faults;

/// <summary>An entry of the journal, heard from the log of the SpiBot that had just written it.</summary>
/// <param name="Ends">Nothing can follow.</param>
internal sealed record Written(string Kind, string Id, bool Ends);

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
            Entries.Add(
                new Written(
                    entry.Groups["kind"].Value,
                    entry.Groups["id"].Value,
                    entry.Groups["ends"].Value.Equals("true", StringComparison.OrdinalIgnoreCase)
                )
            );
        return Task.CompletedTask;
    }

    /// <summary>As far as it was heard, all that was approved has ended, and so has every duty. What was written just before a kill may not have been heard.</summary>
    public bool LooksSettled =>
        Entries
            .Snapshot()
            .GroupBy(entry => entry.Id)
            .All(one =>
                one.Last() is { Ends: true } or { Kind: "verified" }
                || (one.First().Kind == "proposed" && one.All(entry => entry.Kind != "approved"))
            );

    [GeneratedRegex(
        @"Journal \d+: (?<kind>[\w-]+) of (?<id>\S+) \(\d+\), ends (?<ends>\w+)",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Entry();
}
