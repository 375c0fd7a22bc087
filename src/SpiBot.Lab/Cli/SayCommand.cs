using System.Text.Json;
using SpiBot.Lab.Channel;

namespace SpiBot.Lab.Cli;

/// <summary>Steps through the channel without a browser. What SpiBot says goes to stdout and nothing else does.</summary>
internal static class SayCommand
{
    public static async Task<int> Run(LabOptions options, IReadOnlyList<Step> steps, bool json, CancellationToken ct)
    {
        try
        {
            await using var lab = await RunningLab.Start(options, TimeProvider.System, DeskCommand.Progress, ct);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var saying = Say(lab, steps, json, either.Token);
            if (await Task.WhenAny(saying, lab.SpiBot.Ended) == saying)
                return await saying;

            await either.CancelAsync();
            await saying;
            if (!ct.IsCancellationRequested)
                await Console.Error.WriteLineAsync(
                    $"Lab: SpiBot ended by itself. Its last lines:{Environment.NewLine}{lab.SpiBot.LastLines}"
                );
            return LabCommands.Failed;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return LabCommands.Failed;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            await Console.Error.WriteLineAsync($"Lab: {e.Message}");
            return LabCommands.Failed;
        }
    }

    private static async Task<int> Say(RunningLab lab, IReadOnlyList<Step> steps, bool json, CancellationToken ct)
    {
        var runner = new StepRunner(lab.Channel, lab.Teams, TimeProvider.System);
        var said = new List<SaidInStep>();
        var problem = await EachStep();
        if (json)
            Console.Out.WriteLine(JsonSerializer.Serialize(said, Json.Readable));
        if (problem is not null)
            await Console.Error.WriteLineAsync($"Lab: {problem}");
        await Console.Out.FlushAsync(CancellationToken.None);
        return problem is null ? LabCommands.Done : LabCommands.Failed;

        async Task<string?> EachStep()
        {
            for (var number = 1; number <= steps.Count; number++)
            {
                var step = steps[number - 1];
                if (!json)
                    Console.Out.WriteLine($"=== {number}. {step}");
                try
                {
                    var result = await runner.Run(step, entry => Hear(number, entry), ct);
                    if (result.Problem is { } what)
                        return $"step {number} ({step}) was not answered: {what}";
                }
                catch (OperationCanceledException)
                {
                    return $"step {number} ({step}) was broken off";
                }
            }
            return null;
        }

        void Hear(int step, TranscriptEntry entry)
        {
            if (json)
            {
                said.Add(new SaidInStep(step, entry.Method, entry.Activity, entry.Text));
                return;
            }
            if (entry.Text.Length == 0)
                return;
            Console.Out.WriteLine($"--- {HowSaid(entry.Method)}");
            Console.Out.WriteLine(entry.Text);
            Console.Out.WriteLine();
            Console.Out.Flush();
        }
    }

    private static string HowSaid(string method) =>
        method switch
        {
            "POST" => "SpiBot says",
            "PUT" => "SpiBot changes its message to",
            "DELETE" => "SpiBot takes back",
            _ => "SpiBot answers the button",
        };

    private sealed record SaidInStep(int Step, string Method, JsonElement Activity, string Text);
}
