using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace SpiBot.Gateways.Ssh;

/// <summary>
/// What a shell has printed and nobody has read yet. Where much of it waits, whoever brings more is held up: a listing that comes faster than it is read waits in the
/// network then, and not in memory, hundreds of times over. Not so while something is written: what that waits for may stand behind what has come.
/// </summary>
internal sealed class UnreadOutput
{
    /// <summary>In bytes; a packet may come on top.</summary>
    public const int Most = 32 * 1024;

    private readonly Channel<byte[]> fragments = Channel.CreateUnbounded<byte[]>();
    private readonly object gate = new();
    private long unread;
    private int writing;
    private bool ended;

    public UnreadOutput() => Reader = new CountedReader(this);

    /// <summary>Completed when the output has ended.</summary>
    public ChannelReader<byte[]> Reader { get; }

    /// <summary>Bytes that wait now.</summary>
    public long Unread
    {
        get
        {
            lock (gate)
            {
                return unread;
            }
        }
    }

    public void Put(byte[] fragment)
    {
        lock (gate)
        {
            unread += fragment.Length;
        }

        fragments.Writer.TryWrite(fragment);
    }

    /// <summary>Holds the calling thread up until there is room for more.</summary>
    public void HoldUp()
    {
        lock (gate)
        {
            while (unread > Most && writing == 0 && !ended)
            {
                Monitor.Wait(gate);
            }
        }
    }

    /// <summary>Nobody is held up until <see cref="EndWriting"/>.</summary>
    public void BeginWriting()
    {
        lock (gate)
        {
            writing++;
            Monitor.PulseAll(gate);
        }
    }

    public void EndWriting()
    {
        lock (gate)
        {
            writing--;
        }
    }

    /// <summary>Nobody is held up any more: it is not wanted, or there will be no more.</summary>
    public void LetGo()
    {
        lock (gate)
        {
            ended = true;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Nothing more comes.</summary>
    /// <param name="broken">What ended it, where that was not a proper end.</param>
    public void End(Exception? broken)
    {
        LetGo();
        fragments.Writer.TryComplete(broken);
    }

    private void Read(int bytes)
    {
        lock (gate)
        {
            unread -= bytes;
            if (unread <= Most)
            {
                Monitor.PulseAll(gate);
            }
        }
    }

    private sealed class CountedReader(UnreadOutput output) : ChannelReader<byte[]>
    {
        private readonly ChannelReader<byte[]> fragments = output.fragments.Reader;

        public override Task Completion => fragments.Completion;

        public override bool TryRead([MaybeNullWhen(false)] out byte[] fragment)
        {
            if (!fragments.TryRead(out fragment))
            {
                return false;
            }

            output.Read(fragment.Length);
            return true;
        }

        public override ValueTask<bool> WaitToReadAsync(CancellationToken ct = default) =>
            fragments.WaitToReadAsync(ct);
    }
}
