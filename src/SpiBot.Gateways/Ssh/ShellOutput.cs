using System.Threading.Channels;

namespace SpiBot.Gateways.Ssh;

/// <summary>What comes out of a shell, put onto a terminal, with waiting for more or for quiet.</summary>
internal sealed class ShellOutput(ChannelReader<byte[]> bytes, TerminalText terminal, TimeProvider clock)
{
    private Task<bool>? coming;

    public bool Closed { get; private set; }

    /// <summary>Takes what is already there.</summary>
    public void TakeWhatCame()
    {
        while (bytes.TryRead(out var fragment))
        {
            terminal.Take(fragment);
        }
    }

    /// <summary>Waits for bytes and takes them: one fragment, so that of a long listing no more stands on the terminal at a time than has to.</summary>
    /// <param name="orElse">Ends the wait, too, when it completes.</param>
    /// <returns>False when none came in that time, or the channel has closed (see <see cref="Closed"/>).</returns>
    public async Task<bool> TakeMore(TimeSpan within, CancellationToken ct, Task? orElse = null)
    {
        while (true)
        {
            if (bytes.TryRead(out var fragment))
            {
                terminal.Take(fragment);
                return true;
            }

            coming ??= bytes.WaitToReadAsync(CancellationToken.None).AsTask();
            if (!coming.IsCompleted && !await CameWithin(within, orElse, ct))
            {
                return false;
            }

            if (!await coming)
            {
                Closed = true;
                return false;
            }

            coming = null;
        }
    }

    private async Task<bool> CameWithin(TimeSpan within, Task? orElse, CancellationToken ct)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var passing = Task.Delay(within, clock, enough.Token);
        await Task.WhenAny(orElse is null ? [coming!, passing] : [coming!, passing, orElse]);
        await enough.CancelAsync();
        ct.ThrowIfCancellationRequested();
        return coming!.IsCompleted;
    }
}
