namespace SpiBot.Lab.Consoles.Ftd;

/// <summary>
/// The terminal of a session, out of whose keys Ctrl-A followed by d are taken while something is attached: then reading comes to an end once, as if the terminal had been closed,
/// and goes on behind it.
/// </summary>
public sealed class DetachableStream(Stream terminal) : Stream
{
    private const byte CtrlA = 1;

    private readonly byte[] one = new byte[1];
    private bool attached;
    private bool armed;

    /// <summary>The other side has hung up.</summary>
    public bool IsClosed { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Attach() => (attached, armed) = (true, false);

    /// <summary>One key at a time: what is behind the detaching keys is not for what was attached.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (await terminal.ReadAsync(one, cancellationToken) == 0)
            {
                IsClosed = true;
                return 0;
            }

            if (attached && armed && one[0] == 'd')
            {
                attached = false;
                return 0;
            }

            armed = one[0] == CtrlA;
            if (!attached || !armed)
            {
                buffer.Span[0] = one[0];
                return 1;
            }
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        terminal.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => terminal.FlushAsync(cancellationToken);

    public override void Flush() => terminal.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
