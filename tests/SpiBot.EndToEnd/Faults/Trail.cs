using System.Text.Json;
using SpiBot.Lab;
using SpiBot.Lab.Channel;

namespace SpiBot.EndToEnd.Faults;

/// <summary>An entry as an auditor gets it.</summary>
internal sealed record TrailEntry(string Id, string Kind, DateTimeOffset At, bool Ends, JsonElement Content);

/// <summary>What the journal says became of a line.</summary>
internal enum Said
{
    Typed,
    Perhaps,
    NotTyped,
}

/// <summary>One of the steps of a plan, from 0.</summary>
internal sealed record TrailStep(int Number, string Gateway, IReadOnlyList<string> Lines);

/// <summary>What the journal tells of one remediation.</summary>
internal sealed record Trail(string Id, IReadOnlyList<TrailEntry> Entries)
{
    private JsonElement Plan => Entries[0].Content.Member("plan")!.Value;

    public IReadOnlyList<TrailStep> Steps =>
        [
            .. new[] { Plan, Plan.Member("then") }
                .OfType<JsonElement>()
                .Where(step => step.ValueKind == JsonValueKind.Object)
                .Select(
                    (step, number) =>
                        new TrailStep(
                            number,
                            step.Text("gateway")!,
                            [.. step.Items("lines").Select(line => line.GetString()!)]
                        )
                ),
        ];

    public TrailEntry Last => Entries[^1];

    /// <summary>What became of it is said. After a clear that helped there may be one more look, hours later.</summary>
    public bool HasEnded => Last.Ends || Last.Kind == "verified";

    public DateTimeOffset? ApprovedAt => Entries.FirstOrDefault(entry => entry.Kind == "approved")?.At;

    /// <summary>The first six digits of the digest; null for a plan that nobody has approved.</summary>
    public string? Digest => Entries.FirstOrDefault(entry => entry.Kind == "approved")?.Content.Text("digest")?[..6];

    /// <summary>What a lead who approved alone gave as the reason; null when none did.</summary>
    public string? BrokeGlass =>
        Entries
            .Where(entry => entry.Kind == "approved")
            .Select(entry => entry.Content.Text("breakGlass"))
            .FirstOrDefault(reason => reason is not null);

    /// <summary>Whether whoever was asked said that this step was typed.</summary>
    public bool IsAnswered(TrailStep step) => Done(step) is { Kind: "answered" };

    public Said SaysOf(TrailStep step, string line) =>
        Done(step) switch
        {
            { Kind: "sent", Content: var sent } => !Lists(sent, "lines") || Has(sent, "lines", line) ? Said.Typed
            : Has(sent, "perhaps", line) ? Said.Perhaps
            : Said.NotTyped,
            { } => step.Lines.Count == 1 ? Said.Typed : Said.Perhaps,
            null => IsNext(step)
            && Last is { Kind: "failed", Content: var failed }
            && failed.Flag("mayHaveBeenTyped") == true
                ? Said.Perhaps
                : Said.NotTyped,
        };

    /// <summary>Of this step it is known, or somebody said, that it was typed.</summary>
    public bool IsSent(TrailStep step) => Done(step) is { Kind: "sent" };

    private IReadOnlyList<TrailEntry> AllDone =>
        [
            .. Entries.Where(entry =>
                entry.Kind == "sent" || (entry.Kind == "answered" && entry.Content.Flag("wasTyped") == true)
            ),
        ];

    private TrailEntry? Done(TrailStep step) => AllDone.ElementAtOrDefault(step.Number);

    private bool IsNext(TrailStep step) => AllDone.Count == step.Number;

    private static bool Lists(JsonElement content, string name) =>
        content.Member(name) is { ValueKind: JsonValueKind.Array };

    private static bool Has(JsonElement content, string name, string line) =>
        Lists(content, name) && content.Items(name).Any(one => one.GetString() == line);

    public bool Has(string kind) => Entries.Any(entry => entry.Kind == kind);

    public override string ToString() =>
        $"{Id} on {Steps[0].Gateway}: {string.Join(", ", Entries.Select(entry => entry.Kind))}";

    /// <summary>Exports the journal as an auditor does, and sorts it by remediation, the oldest first. Duties have other trails.</summary>
    public static async Task<IReadOnlyList<Trail>> ExportAll(RunningLab lab, CancellationToken ct) =>
        Of(await Export(lab, ct));

    public static IReadOnlyList<Trail> Of(IEnumerable<IGrouping<string, TrailEntry>> journal) =>
        [
            .. journal
                .Where(entries => entries.First().Kind == "proposed")
                .Select(entries => new Trail(entries.Key, [.. entries])),
        ];

    public static IReadOnlyList<DutyTrail> OfDuties(IEnumerable<IGrouping<string, TrailEntry>> journal) =>
        [
            .. journal
                .Where(entries => entries.First().Kind == "duty-taken")
                .Select(entries => new DutyTrail(entries.Key, [.. entries])),
        ];

    public static async Task<IEnumerable<IGrouping<string, TrailEntry>>> Export(RunningLab lab, CancellationToken ct)
    {
        var (code, output) = await SpiBotProcess.Run(lab.SpiBotEnvironment, ["audit", "export"], ct);
        Assert.True(code == 0, output);
        return output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Json.Parse(line))
            .Select(entry => new TrailEntry(
                entry.Text("id")!,
                entry.Text("kind")!,
                entry.Member("at")!.Value.GetDateTimeOffset(),
                entry.Flag("ends") == true,
                Content(entry.Member("entry")!.Value)
            ))
            .GroupBy(entry => entry.Id);
    }

    /// <summary>The content is exported as the text that the MAC is over.</summary>
    private static JsonElement Content(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.String ? Json.Parse(entry.GetString()!) : entry;
}
