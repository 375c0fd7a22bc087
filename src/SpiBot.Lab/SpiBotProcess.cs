using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Hosting;

namespace SpiBot.Lab;

/// <summary>
/// SpiBot as it is built, as a process of its own. It ends when its stdin does, so it cannot outlive the Lab whatever happens to that;
/// what it logged last is kept, to be shown when it ends by itself.
/// </summary>
public sealed class SpiBotProcess : IAsyncDisposable
{
    private const string ReadyLine = "SpiBot ready: ";
    private const int LinesKept = 30;

    private readonly Process process;
    private readonly TextWriter? logs;
    private readonly Queue<string> lastLines = new();
    private readonly TaskCompletionSource<Uri> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task reading;

    private SpiBotProcess(Process process, TextWriter? logs)
    {
        this.process = process;
        this.logs = logs;
        reading = Task.WhenAll(ReadOutput(), ReadLog());
        Ended = WaitForEnd();
    }

    /// <summary>
    /// Completes with where it listens, once it is ready; fails with an <see cref="InvalidOperationException"/> that has its last lines when it ends before.
    /// </summary>
    public Task<Uri> Ready => ready.Task;

    /// <summary>As the system numbers it.</summary>
    public int Id => process.Id;

    /// <summary>Where it listens; set once it is ready.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Completes when the process has ended, with its exit code.</summary>
    public Task<int> Ended { get; }

    /// <summary>It has not ended by itself.</summary>
    public bool WasKilled { get; private set; }

    public string LastLines
    {
        get
        {
            lock (lastLines)
                return string.Join(Environment.NewLine, lastLines);
        }
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <inheritdoc cref="Launch"/>
    /// <exception cref="InvalidOperationException">It could not be started, or ended before it was ready; the message has its last lines.</exception>
    public static async Task<SpiBotProcess> Start(
        IReadOnlyDictionary<string, string> environment,
        TextWriter? logs,
        CancellationToken ct
    )
    {
        var spibot = Launch(environment, logs);
        try
        {
            await spibot.Ready.WaitAsync(ct);
            return spibot;
        }
        catch
        {
            await spibot.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it and does not wait.</summary>
    /// <param name="environment">Added to the Lab's own.</param>
    /// <param name="logs">Where its log goes too as it comes; null: it is only kept.</param>
    /// <exception cref="InvalidOperationException">It could not be started.</exception>
    public static SpiBotProcess Launch(IReadOnlyDictionary<string, string> environment, TextWriter? logs)
    {
        var start = new ProcessStartInfo("dotnet", [Dll, "--stop-when-stdin-closes"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(Dll)!,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        try
        {
            return new SpiBotProcess(Process.Start(start)!, logs);
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"SpiBot could not be started: dotnet {Dll}: {e.Message}", e);
        }
    }

    /// <summary>Ends it as a power failure would: it can do nothing more, not even say so.</summary>
    public async Task Kill()
    {
        WasKilled = true;
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Whoever started it goes: it is to end, in its own time.</summary>
    public void CloseInput() => process.StandardInput.Close();

    /// <summary>Runs one of SpiBot's commands to its end.</summary>
    /// <returns>Its exit code and what it printed, errors last.</returns>
    public static async Task<(int Code, string Output)> Run(
        IReadOnlyDictionary<string, string> environment,
        string[] command,
        CancellationToken ct
    )
    {
        var start = new ProcessStartInfo("dotnet", [Dll, .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var running = Process.Start(start)!;
        var errors = running.StandardError.ReadToEndAsync(ct);
        var output = await running.StandardOutput.ReadToEndAsync(ct);
        await running.WaitForExitAsync(ct);
        return (running.ExitCode, output + await errors);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        await reading;
        await Ended;
        process.Dispose();
    }

    private static string Dll { get; } =
        typeof(SpiBotProcess)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "SpiBotDll")
            .Value!;

    private async Task<int> WaitForEnd()
    {
        await process.WaitForExitAsync();
        await reading;
        ready.TrySetException(
            new InvalidOperationException(
                $"SpiBot ended before it was ready (exit code {process.ExitCode}). Its last lines:{Environment.NewLine}{LastLines}"
            )
        );
        return process.ExitCode;
    }

    private async Task ReadOutput()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (
                line.StartsWith(ReadyLine, StringComparison.Ordinal)
                && Uri.TryCreate(line[ReadyLine.Length..].Trim(), UriKind.Absolute, out var address)
            )
            {
                Address = address;
                ready.TrySetResult(address);
            }
            else
                await Keep(line);
        }
    }

    private async Task ReadLog()
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
            await Keep(line);
    }

    private async Task Keep(string line)
    {
        lock (lastLines)
        {
            lastLines.Enqueue(line);
            if (lastLines.Count > LinesKept)
                lastLines.Dequeue();
        }
        if (logs is not null)
            await logs.WriteLineAsync(line);
    }
}
