namespace SpiBot.Lab.Consoles;

/// <summary>The keys that arrive, one by one; what was typed ahead waits here. CR, LF and CR LF are one Enter.</summary>
public sealed class TerminalInput(Stream terminal)
{
    public const char Enter = '\r';

    private readonly byte[] buffer = new byte[1024];
    private int filled;
    private int taken;
    private bool lastWasReturn;

    /// <summary>Forgets what has arrived and was not taken yet.</summary>
    public void Flush() => taken = filled;

    /// <summary>Null at the end of the stream.</summary>
    public async Task<char?> NextKey(CancellationToken ct)
    {
        while (true)
        {
            if (taken == filled)
            {
                filled = await terminal.ReadAsync(buffer, ct);
                taken = 0;
                if (filled == 0)
                {
                    return null;
                }
            }

            var key = (char)buffer[taken++];
            var halfOfEnter = key == '\n' && lastWasReturn;
            lastWasReturn = key == '\r';
            if (!halfOfEnter)
            {
                return key == '\n' ? Enter : key;
            }
        }
    }
}
