using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>
/// A box that takes lines typed ahead, without a network, in made-up time: it echoes each line behind its prompt when it comes to it, answers it,
/// and shows its prompt again.
/// </summary>
internal sealed class Box(SteppedClock clock) : IShellChannel
{
    private readonly Channel<byte[]> output = System.Threading.Channels.Channel.CreateUnbounded<byte[]>(
        new UnboundedChannelOptions { AllowSynchronousContinuations = true }
    );
    private readonly List<ITimer> timers = [];
    private readonly ConcurrentQueue<string> onTheWay = new();
    private readonly Lock gate = new();
    private readonly List<string> packets = [];
    private TaskCompletionSource somethingTyped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Prompt { get; set; } = "hq-fw1/pri/act# ";

    public string LineEnd { get; init; } = "\r\n";

    /// <summary>Most bytes that come at once.</summary>
    public int FragmentSize { get; init; } = int.MaxValue;

    /// <summary>Milliseconds from typing to the answer.</summary>
    public int RoundTrip { get; init; } = 10;

    /// <summary>What it answers to a line, line ends as \n; null cuts the connection.</summary>
    public Func<string, string?> Answers { get; init; } = line => line.Length == 0 ? "" : $"<{line}>\n";

    /// <summary>What it prints as it is behind the prompt that follows a line's answer.</summary>
    public Func<string, string> BehindPrompt { get; init; } = _ => "";

    /// <summary>Whether a line, the so-manieth of its packet from 1 on, is thrown away unread.</summary>
    public Func<string, int, bool> Swallows { get; set; } = (_, _) => false;

    /// <summary>Milliseconds that it stands at its prompt before it reads a line.</summary>
    public Func<string, int> Stalls { get; set; } = _ => 0;

    /// <summary>What writing to it throws from then on: what no channel should.</summary>
    public Exception? Breaks { get; set; }

    public ChannelReader<byte[]> Output => output.Reader;

    /// <summary>What was written at once.</summary>
    public IReadOnlyList<string> Packets
    {
        get
        {
            lock (gate)
            {
                return [.. packets];
            }
        }
    }

    public IReadOnlyList<string> Typed => [.. Packets.SelectMany(packet => packet[..^1].Split('\n'))];

    public void Greet(string prompt) => output.Writer.TryWrite(Encoding.UTF8.GetBytes("Welcome\r\n\r" + prompt));

    public async Task HasTyped(string line)
    {
        while (true)
        {
            var next = Volatile.Read(ref somethingTyped).Task;
            if (Typed.Contains(line))
            {
                return;
            }

            await next.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public Task Write(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (Breaks is { } broken)
        {
            return Task.FromException(broken);
        }

        var packet = Encoding.UTF8.GetString(bytes.Span);
        onTheWay.Enqueue(packet);
        timers.Add(
            clock.CreateQuietTimer(
                // Timers of the same moment go off in any order; what was typed arrives in its own.
                _ =>
                    Obey(
                        onTheWay.TryDequeue(out var next)
                            ? [.. next[..^1].Split('\n').Select((line, i) => (line, i + 1))]
                            : throw new InvalidOperationException("nothing typed")
                    ),
                state: null,
                TimeSpan.FromMilliseconds(RoundTrip),
                Timeout.InfiniteTimeSpan
            )
        );
        // Told only now: time may move on from here.
        lock (gate)
        {
            packets.Add(packet);
        }

        Interlocked.Exchange(ref somethingTyped, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        output.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    private void Obey(IReadOnlyList<(string Line, int Number)> lines, bool stalled = false)
    {
        var printed = new StringBuilder();
        var cut = false;
        for (var i = 0; i < lines.Count; i++)
        {
            var (line, number) = lines[i];
            if (Stalls(line) is > 0 and var time && !(stalled && i == 0))
            {
                var rest = lines.Skip(i).ToList();
                TimerCallback goOn = _ => Obey(rest, stalled: true);
                var stall = TimeSpan.FromMilliseconds(time);
                // Where nothing was printed, nobody wakes who would set a timer that lets time pass on.
                timers.Add(
                    printed.Length > 0
                        ? clock.CreateQuietTimer(goOn, state: null, stall, Timeout.InfiniteTimeSpan)
                        : clock.CreateTimer(goOn, state: null, stall, Timeout.InfiniteTimeSpan)
                );
                break;
            }

            if (Swallows(line, number))
            {
                continue;
            }

            printed.Append(line).Append(LineEnd);
            if (Answers(line) is not { } answer)
            {
                cut = true;
                break;
            }

            printed.Append(answer.Replace("\n", LineEnd, StringComparison.Ordinal));
            printed.Append(Prompt).Append(BehindPrompt(line));
        }

        var bytes = Encoding.UTF8.GetBytes(printed.ToString());
        foreach (var fragment in bytes.Chunk(Math.Min(FragmentSize, Math.Max(1, bytes.Length))))
        {
            output.Writer.TryWrite(fragment);
        }

        if (cut)
        {
            output.Writer.TryComplete();
        }
    }
}
