namespace SpiBot.Lab.Consoles;

/// <summary>
/// The keys that arrive, one by one; what was typed ahead waits here. CR, LF and CR LF are one Enter. While something is attached, Ctrl-A followed by d leads out of it: then the
/// keys come to an end once, and go on behind it.
/// </summary>
public sealed class TerminalInput(Stream terminal)
{
    public const char Enter = '\r';
    private const char CtrlA = '\u0001';

    private readonly byte[] buffer = new byte[1024];
    private int filled;
    private int taken;
    private bool lastWasReturn;
    private bool attached;
    private bool armed;

    /// <summary>The other side has hung up.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>From now on the keys are for what is inside, until they lead out of it.</summary>
    public void Attach() => (attached, armed) = (true, false);

    /// <summary>More was typed than has been taken.</summary>
    public bool HasMore => taken < filled;

    /// <summary>Forgets what has arrived and was not taken yet.</summary>
    public void Flush() => taken = filled;

    /// <summary>Null at the end of the stream, and where the keys led out of what was attached.</summary>
    public async ValueTask<char?> NextKey(CancellationToken ct)
    {
        while (await NextRaw(ct) is { } key)
        {
            if (attached && armed && key == 'd')
            {
                attached = false;
                return null;
            }

            armed = attached && key == CtrlA;
            var halfOfEnter = key == '\n' && lastWasReturn;
            lastWasReturn = key == '\r';
            if (!armed && !halfOfEnter)
            {
                return key == '\n' ? Enter : key;
            }
        }

        return null;
    }

    private async ValueTask<char?> NextRaw(CancellationToken ct)
    {
        if (taken == filled)
        {
            filled = await terminal.ReadAsync(buffer, ct);
            taken = 0;
            IsClosed = filled == 0;
        }

        return IsClosed ? null : (char)buffer[taken++];
    }
}
