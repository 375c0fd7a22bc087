using System.Net;
using System.Net.Sockets;
using System.Text;
using SpiBot.Lab.Ssh;

namespace SpiBot.Benchmarks;

/// <summary>
/// What the simulated box itself says to some lines typed at once, and how long it needs for that: over a bare socket, without SSH and without a way to go.
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

    /// <summary>What it printed before anything was typed, up to its prompt.</summary>
    public byte[] Greeting { get; private set; } = [];

    /// <param name="prompt">As it stands at the start of a line.</param>
    public static async Task<DeviceTime> Of(IFirewallShell box, string prompt, CancellationToken ct)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var device = new DeviceTime(box, listener, prompt);
        device.Greeting = await device.Prompts(1, ct);
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

    /// <summary>What it prints on a line, its echo and the next prompt included.</summary>
    public async Task<byte[]> Answer(string line, CancellationToken ct)
    {
        await near.GetStream().WriteAsync(Encoding.ASCII.GetBytes(line + "\n"), ct);
        return await Prompts(1, ct);
    }

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

    /// <summary>All that comes until so many prompts have come.</summary>
    private async Task<byte[]> Prompts(int count, CancellationToken ct)
    {
        using var came = new MemoryStream();
        var buffer = new byte[64 * 1024];
        var matched = 0;
        while (count > 0)
        {
            var read = await near.GetStream().ReadAsync(buffer, ct);
            if (read == 0)
            {
                throw new InvalidOperationException("The simulated box hung up.");
            }

            came.Write(buffer, 0, read);
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

        return came.ToArray();
    }
}
