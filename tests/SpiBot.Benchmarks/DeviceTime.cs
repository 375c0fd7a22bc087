using System.Net;
using System.Net.Sockets;
using System.Text;
using SpiBot.Lab.Ssh;

namespace SpiBot.Benchmarks;

/// <summary>
/// How long the simulated box itself needs for some lines typed at once: over a bare socket, without SSH and without a way to go.
/// The box must let its users in privileged.
/// </summary>
internal sealed class DeviceTime : IAsyncDisposable
{
    private readonly CancellationTokenSource ending = new();
    private readonly TcpClient near = new() { NoDelay = true };
    private readonly TcpClient far;
    private readonly Task serving;
    private readonly byte[] prompt;

    private DeviceTime(IFirewallShell box, TcpListener listener, string prompt)
    {
        near.Connect((IPEndPoint)listener.LocalEndpoint);
        far = listener.AcceptTcpClient();
        far.NoDelay = true;
        this.prompt = Encoding.ASCII.GetBytes(prompt);
        serving = box.Serve(far.GetStream(), "spibot", ending.Token);
    }

    /// <param name="prompt">As it stands at the start of a line.</param>
    public static async Task<DeviceTime> Of(IFirewallShell box, string prompt, CancellationToken ct)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var device = new DeviceTime(box, listener, prompt);
        await device.Prompts(1, ct);
        await device.For(["terminal pager 0"], ct);
        return device;
    }

    public Task<TimeSpan> For(IReadOnlyList<string> lines, CancellationToken ct) =>
        Stopwatches.Time(async () =>
        {
            var typed = Encoding.ASCII.GetBytes(string.Concat(lines.Select(line => line + "\n")));
            await near.GetStream().WriteAsync(typed, ct);
            await Prompts(lines.Count, ct);
        });

    public async ValueTask DisposeAsync()
    {
        near.Close();
        await ending.CancelAsync();
        try
        {
            await serving;
        }
        catch (OperationCanceledException)
        {
            // As told.
        }

        far.Dispose();
        ending.Dispose();
    }

    private async Task Prompts(int count, CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        var matched = 0;
        while (count > 0)
        {
            var read = await near.GetStream().ReadAsync(buffer, ct);
            if (read == 0)
            {
                throw new InvalidOperationException("The simulated box hung up.");
            }

            foreach (var next in buffer.AsSpan(0, read))
            {
                matched =
                    next == prompt[matched] ? matched + 1
                    : next == prompt[0] ? 1
                    : 0;
                if (matched == prompt.Length)
                {
                    count--;
                    matched = 0;
                }
            }
        }
    }
}
