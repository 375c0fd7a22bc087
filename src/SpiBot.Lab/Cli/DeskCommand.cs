using System.Diagnostics;

namespace SpiBot.Lab.Cli;

/// <summary>The Lab with its page, until Ctrl-C, or until SpiBot ends by itself.</summary>
internal static class DeskCommand
{
    public static async Task<int> Run(LabOptions options, CancellationToken ct)
    {
        try
        {
            var begun = Stopwatch.GetTimestamp();
            await using var lab = await RunningLab.Start(options, TimeProvider.System, Progress, ct);
            Progress($"ready after {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s; Ctrl-C ends it");
            Console.Out.WriteLine($"Lab ready: {lab.Page!.Address.GetLeftPart(UriPartial.Authority)}");
            await Console.Out.FlushAsync(ct);
            return await UntilItEnds(lab, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return LabCommands.Done;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            await Console.Error.WriteLineAsync($"Lab: {e.Message}");
            return LabCommands.Failed;
        }
    }

    public static void Progress(string what) => Console.Error.WriteLine($"Lab: {what}");

    private static async Task<int> UntilItEnds(RunningLab lab, CancellationToken ct)
    {
        var code = await lab.SpiBot.Ended.WaitAsync(ct);
        try
        {
            // Ctrl-C in a terminal reaches SpiBot too, and sooner.
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, ct);
        }
        catch (OperationCanceledException)
        {
            return LabCommands.Done;
        }
        await Console.Error.WriteLineAsync(
            $"Lab: SpiBot ended by itself (exit code {code}). Its last lines:{Environment.NewLine}{lab.SpiBot.LastLines}"
        );
        return LabCommands.Failed;
    }
}
