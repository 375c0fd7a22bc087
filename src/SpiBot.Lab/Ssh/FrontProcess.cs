using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace SpiBot.Lab.Ssh;

/// <summary>The Node process and the conversation with it: one JSON object a line, over its stdin and stdout. It ends when its stdin does.</summary>
internal sealed class FrontProcess : IAsyncDisposable
{
    private readonly Process node;
    private readonly Func<string, string, string, bool> mayLogIn;
    private readonly Action<string> askedForExec;
    private readonly TaskCompletionSource<IReadOnlyList<SshListener>> listening = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly SemaphoreSlim speaking = new(1, 1);
    private readonly StringBuilder complaints = new();
    private readonly Task reading;
    private readonly Task complaining;
    private bool ending;

    private FrontProcess(Process node, Func<string, string, string, bool> mayLogIn, Action<string> askedForExec)
    {
        this.node = node;
        this.mayLogIn = mayLogIn;
        this.askedForExec = askedForExec;
        reading = Read();
        complaining = CollectComplaints();
    }

    /// <param name="mayLogIn">Endpoint, user, password.</param>
    /// <param name="askedForExec">Told the endpoint where somebody asked for a command without a shell.</param>
    public static FrontProcess Launch(Func<string, string, string, bool> mayLogIn, Action<string> askedForExec)
    {
        if (!Directory.Exists(Path.Combine(LabFolder.Path, "node_modules", "ssh2")))
        {
            throw new InvalidOperationException(
                $"The npm package ssh2 is not installed in {LabFolder.Path}: run `npm ci --ignore-scripts` there, or build the Lab again."
            );
        }

        var start = new ProcessStartInfo("node", [Path.Combine(LabFolder.Path, "Ssh", "front.js")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            UseShellExecute = false,
        };
        try
        {
            return new FrontProcess(Process.Start(start)!, mayLogIn, askedForExec);
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException(
                $"Node.js could not be started ({e.Message}): the Lab needs Node 20 or later as `node` on the PATH.",
                e
            );
        }
    }

    public async Task<IReadOnlyList<SshListener>> Begin(FrontSettings settings, CancellationToken ct)
    {
        await Say(settings);
        return await listening.Task.WaitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await HangUp();
            await node.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System);
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            node.Kill(entireProcessTree: true);
            await node.WaitForExitAsync();
        }

        await reading;
        await complaining;
        node.Dispose();
        speaking.Dispose();
    }

    private async Task Read()
    {
        try
        {
            while (await node.StandardOutput.ReadLineAsync() is { } line)
            {
                await Heard(JsonSerializer.Deserialize<FrontNews>(line, FrontJson.Options)!);
            }

            await complaining;
            listening.TrySetException(
                new InvalidOperationException($"The SSH front ended before it listened: {complaints}")
            );
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            listening.TrySetException(new InvalidOperationException("The SSH front could not be understood.", e));
        }
    }

    private async Task Heard(FrontNews news)
    {
        if (news.Listening is { } ports)
        {
            listening.TrySetResult([.. ports.Select(port => new SshListener(port.Name, port.Port, port.Fingerprint))]);
        }
        else if (news.Exec is { } where)
        {
            askedForExec(where);
        }
        else if (news is { Endpoint: { } endpoint, User: { } user, Password: { } password })
        {
            await Say(new FrontVerdict(news.Login, mayLogIn(endpoint, user, password)));
        }
    }

    private async Task Say<T>(T message)
    {
        await speaking.WaitAsync();
        try
        {
            // A verdict that nobody waits for any more.
            if (ending)
            {
                return;
            }

            await node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(message, FrontJson.Options));
            await node.StandardInput.FlushAsync();
        }
        finally
        {
            speaking.Release();
        }
    }

    private async Task HangUp()
    {
        await speaking.WaitAsync();
        try
        {
            ending = true;
            node.StandardInput.Close();
        }
        finally
        {
            speaking.Release();
        }
    }

    private async Task CollectComplaints()
    {
        while (await node.StandardError.ReadLineAsync() is { } line)
        {
            complaints.AppendLine(line);
        }
    }
}
