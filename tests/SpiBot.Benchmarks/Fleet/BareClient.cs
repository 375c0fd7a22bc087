using System.Net;
using System.Text;
using Renci.SshNet;

namespace SpiBot.Benchmarks.Fleet;

/// <summary>The least that SSH.NET needs to send some lines and to get the answers: they are counted, not read.</summary>
internal sealed class BareClient : IDisposable
{
    private readonly SshClient client;
    private readonly ShellStream shell;
    private readonly Lock counting = new();
    private TaskCompletionSource came = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long missing = 1;

    private BareClient(SshClient client, ShellStream shell)
    {
        this.client = client;
        this.shell = shell;
        shell.DataReceived += (_, data) => Count(data.Data.Length);
    }

    /// <summary>Connected, logged in, and the shell has printed something. SSH.NET waits on a thread, so each gets its own.</summary>
    public static Task<BareClient> Open(int port, string user, string password) =>
        Task.Factory.StartNew(
            () =>
            {
                var connected = new SshClient(IPAddress.Loopback.ToString(), port, user, password);
                connected.Connect();
                var opened = connected.CreateShellStream("vt100", 511, 1000, 0, 0, 32 * 1024);
                opened.ReadExactly(new byte[1]);
                return new BareClient(connected, opened);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    /// <summary>How many bytes come back on these lines, by asking for them once and counting prompts.</summary>
    public async Task<long> Learn(string lines, string prompt, CancellationToken ct)
    {
        // What stood there before is the first prompt.
        var said = new StringBuilder(shell.Expect(prompt, TimeSpan.FromSeconds(5)));
        said.Clear();
        shell.Write(lines);
        for (var left = lines.Count(character => character == '\n'); left > 0; left--)
        {
            said.Append(await Task.Run(() => shell.Expect(prompt, TimeSpan.FromSeconds(10)), ct));
        }

        return Encoding.UTF8.GetByteCount(said.ToString());
    }

    /// <summary>Sends the lines, and waits until so many bytes have come.</summary>
    public async Task Exchange(string lines, long bytes, CancellationToken ct)
    {
        // What is there already has been counted.
        _ = shell.Read();
        lock (counting)
        {
            came = new(TaskCreationOptions.RunContinuationsAsynchronously);
            missing = bytes;
        }

        shell.Write(lines);
        await came.Task.WaitAsync(ct);
    }

    public void Dispose()
    {
        shell.Dispose();
        client.Dispose();
    }

    private void Count(int bytes)
    {
        lock (counting)
        {
            missing -= bytes;
            if (missing <= 0)
            {
                came.TrySetResult();
            }
        }
    }
}
