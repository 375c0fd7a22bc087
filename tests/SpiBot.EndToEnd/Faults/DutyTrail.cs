using SpiBot.Lab.Channel;
using SpiBot.Lab.Firewalls;

namespace SpiBot.EndToEnd.Faults;

/// <summary>What the journal tells of something that SpiBot left on a gateway.</summary>
internal sealed record DutyTrail(string Id, IReadOnlyList<TrailEntry> Entries)
{
    private System.Text.Json.JsonElement Task => Entries[0].Content.Member("task")!.Value;

    public bool HasEnded => Entries[^1].Ends;

    /// <summary>It answers for this line: what takes it away, and what set it, unless that wanted an approval.</summary>
    public bool AnswersFor(TypedLine typed)
    {
        var removal = Task.Member("removal")!.Value;
        var lines = removal.Items("here").Concat(removal.Items("besideOthers"));
        if (Task.Member("what")!.Value.Text("kind") == "capture")
            lines = lines.Concat(Task.Items("set"));
        return typed.Gateway == Task.Text("gateway")
            && Entries[0].At <= typed.At
            && lines.Any(line => line.GetString() == typed.Line);
    }

    public override string ToString() => $"{Id}: {string.Join(", ", Entries.Select(entry => entry.Kind))}";
}
