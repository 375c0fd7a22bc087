using SpiBot.Lab;
using SpiBot.Lab.Cli;
using SpiBot.Lab.Firewalls;

namespace SpiBot.EndToEnd;

/// <summary>What is said and typed from here on.</summary>
public sealed class Incident(RunningLab lab)
{
    private readonly StepRunner runner = new(lab.Channel, lab.Teams, TimeProvider.System);
    private readonly int typedBefore = lab.Network.TypedLines.Count;
    private readonly int saidBefore = lab.Channel.Transcript.Count;

    /// <summary>Does a step as <c>say</c> does it, and fails when it is not answered.</summary>
    /// <returns>SpiBot's last word on it, as text.</returns>
    public async Task<string> Do(string step)
    {
        var result = await Try(step);
        Assert.True(result.Problem is null, $"{step}: {result.Problem}");
        return result.Said.Last(entry => entry is { Method: not "invoke", IsFinal: true }).Text;
    }

    /// <summary>The whole way of a clear: a check, its proposal, and the lead's approval.</summary>
    /// <param name="check">What the engineer says first.</param>
    /// <returns>The card of each.</returns>
    public async Task<(string Card, string Plan, string Outcome)> Clear(string check) =>
        (await Do(check), await Do("press:Propose the clear"), await Do("lead: press:Approve"));

    /// <summary>Waits until SpiBot has said this by itself.</summary>
    /// <returns>The whole card.</returns>
    public async Task<string> Wait(string words)
    {
        var result = await Try($"wait:{words}");
        Assert.True(result.Problem is null, $"{words}: {result.Problem}");
        return lab
            .Channel.Transcript.Snapshot()
            .Last(entry => entry.Text.Contains(words, StringComparison.OrdinalIgnoreCase))
            .Text;
    }

    /// <summary>Waits until a message with these words is sent or updated, by whatever it was begun.</summary>
    /// <returns>The whole message.</returns>
    public async Task<string> Said(string words)
    {
        var transcript = lab.Channel.Transcript;
        await foreach (var entry in transcript.From(saidBefore, TestContext.Current.CancellationToken))
            if (entry.Text.Contains(words, StringComparison.Ordinal))
                return entry.Text;
        throw new InvalidOperationException("the transcript ended");
    }

    public Task<StepResult> Try(string step) => TryUntil(step, TestContext.Current.CancellationToken);

    /// <summary>Does a step as <c>say</c> does it; <paramref name="ct"/> gives it up.</summary>
    public Task<StepResult> TryUntil(string step, CancellationToken ct) => runner.Run(Step.Parse(step)!, _ => { }, ct);

    public IEnumerable<TypedLine> Typed => lab.Network.TypedLines.Skip(typedBefore);

    /// <summary>What was typed that is no look and no setting of the session: <c>GATEWAY: LINE</c>.</summary>
    public IEnumerable<string> Changes =>
        Typed.Where(typed => IsChange(typed.Line)).Select(typed => $"{typed.Gateway}: {typed.Line}");

    internal static bool IsChange(string line) =>
        line.Length > 0
        && line.Split(' ')[0] is not ("show" or "sho" or "sh" or "enable" or "exit" or "quit")
        && !line.StartsWith("terminal pager", StringComparison.Ordinal)
        && line != "terminal length 0";
}
