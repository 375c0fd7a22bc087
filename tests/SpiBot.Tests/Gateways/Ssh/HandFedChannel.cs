using System.Text;
using System.Threading.Channels;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>A fragment of output, and how long after the line that caused it.</summary>
public sealed record Fragment(string Text, int AfterMilliseconds = 0);

/// <summary>A channel without a network: what comes out after a line is typed, in which fragments and when, is what the test says.</summary>
internal sealed class HandFedChannel(SteppedClock clock, Func<string, IReadOnlyList<Fragment>?> outputAfter)
    : IShellChannel
{
    // Whoever waits for output knows of it when it is fed, not some thread's turn later: made-up time would have moved on by then.
    private readonly Channel<byte[]> output = System.Threading.Channels.Channel.CreateUnbounded<byte[]>(
        new UnboundedChannelOptions { AllowSynchronousContinuations = true }
    );
    private readonly List<ITimer> timers = [];
    private readonly StringBuilder typing = new();

    public List<string> Typed { get; } = [];

    public bool Disposed { get; private set; }

    public ChannelReader<byte[]> Output => output.Reader;

    public Task Write(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        foreach (var key in Encoding.UTF8.GetString(bytes.Span))
        {
            if (key == '\n')
            {
                var line = typing.ToString();
                typing.Clear();
                Typed.Add(line);
                Feed(outputAfter(line) ?? []);
            }
            else
            {
                typing.Append(key);
            }
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        output.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public void Feed(IReadOnlyList<Fragment> fragments)
    {
        foreach (var fragment in fragments)
        {
            var bytes = Encoding.UTF8.GetBytes(fragment.Text);
            if (fragment.AfterMilliseconds == 0)
            {
                output.Writer.TryWrite(bytes);
            }
            else
            {
                timers.Add(
                    clock.CreateQuietTimer(
                        _ => output.Writer.TryWrite(bytes),
                        state: null,
                        TimeSpan.FromMilliseconds(fragment.AfterMilliseconds),
                        Timeout.InfiniteTimeSpan
                    )
                );
            }
        }
    }
}
