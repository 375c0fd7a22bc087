using System.Text.Json;
using System.Text.Json.Nodes;
using SpiBot.Lab.Channel;

namespace SpiBot.Lab.Cli;

/// <summary>How a step ended: <see cref="Problem"/> is null when SpiBot answered it.</summary>
public sealed record StepResult(IReadOnlyList<TranscriptEntry> Said, string? Problem);

/// <summary>
/// Does steps in the channel, one after the other, and waits for each until SpiBot has said its last word on it.
/// </summary>
public sealed class StepRunner(IncidentChannel channel, TeamsClient teams, TimeProvider time)
{
    public static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(120);

    /// <summary>
    /// A button may be answered by its answer alone ("you proposed this yourself"). It is taken for all there is when nothing else
    /// was said within this time: work that SpiBot starts shows in the channel at once.
    /// </summary>
    public static readonly TimeSpan QuietAfterAnswer = TimeSpan.FromSeconds(4);

    private int next = channel.Transcript.Count;

    /// <summary>Where the step before began.</summary>
    private int before = channel.Transcript.Count;

    /// <param name="said">Hears each thing SpiBot says as it comes; what came since the step before too.</param>
    public async Task<StepResult> Run(Step step, Action<TranscriptEntry> said, CancellationToken ct)
    {
        var heard = new Heard(next, channel.Transcript.Count, said);
        using var limit = new CancellationTokenSource(LongestStep, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            var problem = await Act(step, heard, stop.Token);
            heard.TakeAll(channel.Transcript);
            return heard.Result(problem);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return heard.Result($"no final report within {LongestStep.TotalSeconds:0} s; {heard.Last}");
        }
        finally
        {
            before = next;
            next = heard.Next;
        }
    }

    private async Task<string?> Act(Step step, Heard heard, CancellationToken ct)
    {
        if (step.Awaited is { } words)
        {
            await UntilSaid(words, heard, ct);
            return null;
        }

        if (step.Message is { } message)
        {
            var problem = await teams.Say(step.Person, message, mention: true, ct);
            if (problem is null)
                await UntilFinal(heard, ct);
            return problem;
        }

        if (FindButton(step) is not var (on, action))
            return $"no card has a button [{step.Button}]; there are: {Titles(step.Person)}";

        var answer = await teams.Press(
            step.Person,
            on,
            action,
            DataOf(on.CardFor(step.Person)!.Value, action, step.Fields),
            ct
        );
        switch (answer)
        {
            case null:
                await UntilFinal(heard, ct);
                return null;
            case { Kind: InvokeAnswerKind.Error }:
                // SpiBot's own "no" is an answer; a button that got none, or nonsense, was not answered.
                return answer.FromSpiBot ? null : answer.AsText();
            default:
                await UntilFinalOrQuiet(heard, ct);
                return null;
        }
    }

    /// <summary>Since the step before began, or from now on.</summary>
    private async Task UntilSaid(string words, Heard heard, CancellationToken ct)
    {
        if (channel.Transcript.Snapshot().Skip(before).Any(Says))
            return;
        await foreach (var entry in channel.Transcript.From(heard.Next, ct))
        {
            heard.Take(entry);
            if (Says(entry))
                return;
        }

        bool Says(TranscriptEntry entry) => entry.Text.Contains(words, StringComparison.OrdinalIgnoreCase);
    }

    private async Task UntilFinal(Heard heard, CancellationToken ct)
    {
        await foreach (var entry in channel.Transcript.From(heard.Next, ct))
        {
            if (heard.Take(entry) is { IsFinal: true })
                return;
        }
    }

    private async Task UntilFinalOrQuiet(Heard heard, CancellationToken ct)
    {
        using var quiet = new CancellationTokenSource(QuietAfterAnswer, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, quiet.Token);
        try
        {
            await foreach (var entry in channel.Transcript.From(heard.Next, either.Token))
            {
                var news = heard.Take(entry);
                if (news is { IsFinal: true })
                    return;
                // Something is under way: now only its final report ends the step.
                if (news is { Method: "POST" or "PUT" })
                    break;
            }
        }
        catch (OperationCanceledException) when (quiet.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return;
        }
        await UntilFinal(heard, ct);
    }

    private (ChannelMessage On, JsonElement Action)? FindButton(Step step)
    {
        foreach (var message in channel.Snapshot().Messages.Reverse())
        {
            if (message.CardFor(step.Person) is not { } card)
                continue;
            foreach (var button in CardButtons.Of(card))
                if (string.Equals(button.Text("title")?.Trim(), step.Button, StringComparison.OrdinalIgnoreCase))
                    return (message, button);
        }
        return null;
    }

    private string Titles(Person person)
    {
        var titles = channel
            .Snapshot()
            .Messages.SelectMany(m => m.CardFor(person) is { } card ? CardButtons.Of(card) : [])
            .Select(button => button.Text("title"))
            .Where(title => title is not null)
            .Distinct()
            .Select(title => $"[{title}]");
        return string.Join(" ", titles) is { Length: > 0 } all ? all : "none at all";
    }

    private static JsonElement DataOf(JsonElement card, JsonElement action, IReadOnlyDictionary<string, string>? fields)
    {
        var data = action.Member("data") is { ValueKind: JsonValueKind.Object } own
            ? JsonNode.Parse(own.GetRawText())!.AsObject()
            : [];
        if (action.Text("associatedInputs") != "none")
            foreach (var (id, value) in CardButtons.UntouchedInputs(card))
                data[id] = JsonNode.Parse(value.GetRawText());
        foreach (var (id, words) in fields ?? new Dictionary<string, string>())
            data[id] = words;
        return data.ToElement();
    }

    /// <param name="start">The first entry that was not reported yet.</param>
    /// <param name="begin">The first entry that can be an answer to this step.</param>
    private sealed class Heard(int start, int begin, Action<TranscriptEntry> said)
    {
        private readonly List<TranscriptEntry> entries = [];

        public int Next => start + entries.Count;

        public string Last =>
            entries.Count == 0 ? "SpiBot said nothing" : $"SpiBot's last word: {entries[^1].Text.Split('\n')[0]}";

        /// <returns>The entry when it came after the step began, else null.</returns>
        public TranscriptEntry? Take(TranscriptEntry entry)
        {
            var news = Next >= begin;
            entries.Add(entry);
            said(entry);
            return news ? entry : null;
        }

        public void TakeAll(Feed<TranscriptEntry> transcript)
        {
            foreach (var entry in transcript.Snapshot().Skip(Next))
                Take(entry);
        }

        public StepResult Result(string? problem) => new(entries, problem);
    }
}
