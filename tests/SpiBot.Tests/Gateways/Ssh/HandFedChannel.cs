using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>A fragment of output, and how long after the line that caused it.</summary>
public sealed record Fragment(string Text, int AfterMilliseconds = 0);

/// <summary>A channel without a network: what comes out after a line is typed, in which fragments and when, is what the test says.</summary>
internal sealed class HandFedChannel(FakeTimeProvider clock, Func<string, IReadOnlyList<Fragment>?> outputAfter)
    : IShellChannel
{
    private readonly Channel<byte[]> output = System.Threading.Channels.Channel.CreateUnbounded<byte[]>();
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
                    clock.CreateTimer(
                        _ => output.Writer.TryWrite(bytes),
                        state: null,
                        TimeSpan.FromMilliseconds(fragment.AfterMilliseconds),
                        Timeout.InfiniteTimeSpan
                    )
                );
            }
        }
    }

    /// <summary>Lets time pass in small steps until it is done.</summary>
    public static async Task<T> Drive<T>(FakeTimeProvider clock, Task<T> work)
    {
        while (!work.IsCompleted)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            clock.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        return await work;
    }
}
