namespace SpiBot.Lab.Consoles;

/// <summary>The keys that arrive, one by one; what was typed ahead waits here. CR, LF and CR LF are one Enter.</summary>
public sealed class TerminalInput(Stream terminal)
{
    public const char Enter = '\r';

    private readonly byte[] buffer = new byte[1024];
    private int filled;
    private int taken;
    private bool lastWasReturn;

    /// <summary>More was typed than has been taken.</summary>
    public bool HasMore => taken < filled;

    /// <summary>Forgets what has arrived and was not taken yet.</summary>
    public void Flush() => taken = filled;

    /// <summary>Null at the end of the stream.</summary>
    public ValueTask<char?> NextKey(CancellationToken ct) =>
        TakeKey() is { } key ? ValueTask.FromResult<char?>(key) : WaitForKey(ct);

    private async ValueTask<char?> WaitForKey(CancellationToken ct)
    {
        while (true)
        {
            filled = await terminal.ReadAsync(buffer, ct);
            taken = 0;
            if (filled == 0)
            {
                return null;
            }

            if (TakeKey() is { } key)
            {
                return key;
            }
        }
    }

    /// <summary>Null when nothing waits here.</summary>
    private char? TakeKey()
    {
        while (taken < filled)
        {
            var key = (char)buffer[taken++];
            var halfOfEnter = key == '\n' && lastWasReturn;
            lastWasReturn = key == '\r';
            if (!halfOfEnter)
            {
                return key == '\n' ? Enter : key;
            }
        }

        return null;
    }
}
