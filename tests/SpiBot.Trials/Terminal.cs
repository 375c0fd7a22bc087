using System.IO.Pipelines;
using System.Text;
using SpiBot.Lab.Scenarios;

namespace SpiBot.Trials;

/// <summary>Somebody at a keyboard, in front of a console of the Lab that runs in this process.</summary>
public sealed class Terminal : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Pipe toBox = new();
    private readonly Pipe fromBox = new();
    private readonly Stream keys;
    private readonly Stream screen;
    private readonly CancellationTokenSource hangUp = new();
    private readonly StringBuilder seen = new();
    private readonly byte[] buffer = new byte[65_536];

    private Terminal(LabNetwork network, string gateway, string user)
    {
        keys = toBox.Writer.AsStream();
        screen = fromBox.Reader.AsStream();
        var shell = network.Endpoints.Single(e => e.Name == gateway).Shell;
        Session = shell.Serve(new Duplex(toBox.Reader.AsStream(), fromBox.Writer.AsStream()), user, hangUp.Token);
    }

    public Task Session { get; }

    public static Terminal Connect(LabNetwork network, string gateway = "hq-fw1", string user = "spibot") =>
        new(network, gateway, user);

    /// <summary>Logged in, enabled, pager off.</summary>
    public static async Task<Terminal> Enabled(LabNetwork network, string gateway = "hq-fw1")
    {
        var terminal = Connect(network, gateway);
        await terminal.Until("> ");
        await terminal.Enable(network, gateway);
        await terminal.Ask("terminal pager 0");
        return terminal;
    }

    public async Task Enable(LabNetwork network, string gateway = "hq-fw1")
    {
        await Type("enable\n");
        await Until("Password: ");
        await Type(network.Gateways.Single(g => g.Name == gateway).Enable + "\n");
        await Until("# ");
    }

    public async Task Type(string text)
    {
        await keys.WriteAsync(Encoding.UTF8.GetBytes(text));
        await keys.FlushAsync();
    }

    /// <summary>Everything from the last time up to and including the text.</summary>
    public async Task<string> Until(string expected)
    {
        using var patience = new CancellationTokenSource(Patience);
        var searched = 0;
        while (true)
        {
            // A long listing comes in many pieces: what was searched is not searched again.
            var fresh = seen.ToString(searched, seen.Length - searched);
            var at = fresh.IndexOf(expected, StringComparison.Ordinal);
            if (at >= 0)
            {
                var found = seen.ToString(0, searched + at + expected.Length);
                seen.Remove(0, found.Length);
                return found;
            }

            searched = Math.Max(0, seen.Length - expected.Length + 1);
            var read = await screen.ReadAsync(buffer, patience.Token);
            if (read == 0)
            {
                throw new EndOfStreamException($"Closed while waiting for '{expected}'; there was: {seen}");
            }

            seen.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
    }

    /// <summary>What is left until the box closes.</summary>
    public async Task<string> UntilClosed()
    {
        using var patience = new CancellationTokenSource(Patience);
        int read;
        while ((read = await screen.ReadAsync(buffer, patience.Token)) > 0)
        {
            seen.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        var rest = seen.ToString();
        seen.Clear();
        return rest;
    }

    /// <summary>The answer to a line at <c>#</c>: without echo and prompt, line ends as LF.</summary>
    public async Task<string> Ask(string line, string prompt = "# ")
    {
        await Type(line + "\n");
        await Until("\r\n");
        var answer = (await Until(prompt)).Replace("\r\n", "\n", StringComparison.Ordinal);
        return answer[..(answer.LastIndexOf('\n') + 1)];
    }

    public async ValueTask DisposeAsync()
    {
        await keys.DisposeAsync();
        await fromBox.Reader.CompleteAsync();
        await hangUp.CancelAsync();
        try
        {
            await Session;
        }
        catch (OperationCanceledException)
        {
            // The console may have been waiting for its clock when we hung up.
        }

        hangUp.Dispose();
    }

    private sealed class Duplex(Stream input, Stream output) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => output.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => input.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            input.ReadAsync(buffer, cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => output.Write(buffer, offset, count);

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => output.WriteAsync(buffer, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            input.Dispose();
            output.Dispose();
            base.Dispose(disposing);
        }
    }
}
