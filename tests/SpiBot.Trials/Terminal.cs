using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using SpiBot.Lab.Scenarios;

namespace SpiBot.Trials;

/// <summary>Somebody at a keyboard, in front of a console of the Lab that runs in this process.</summary>
public sealed class Terminal : IAsyncDisposable
{
    private const string PageMark = "<--- More --->";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The box reads what is typed at once, on the typist's thread.</summary>
    private readonly Pipe toBox = new(
        new PipeOptions(readerScheduler: PipeScheduler.Inline, useSynchronizationContext: false)
    );

    /// <summary>However long an answer is, the box need not wait for its reader.</summary>
    private readonly Pipe fromBox = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));

    private readonly Stream keys;
    private readonly CancellationTokenSource hangUp = new();
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();

    /// <summary>All that was ever shown, up to the next question; <see cref="taken"/> of it has been looked at.</summary>
    private readonly ArrayBufferWriter<char> seen = new();
    private int taken;
    private string atPrompt = "# ";

    private Terminal(LabNetwork network, string gateway, string user)
    {
        keys = toBox.Writer.AsStream();
        var shell = network.Endpoints.Single(e => e.Name == gateway).Shell;
        Session = shell.Serve(new Duplex(toBox.Reader.AsStream(), fromBox.Writer.AsStream()), user, hangUp.Token);
    }

    public Task Session { get; }

    public static Terminal Connect(LabNetwork network, string gateway = "hq-fw1", string user = "spibot") =>
        new(network, gateway, user);

    /// <summary>Logged in, enabled, pager off; where there is neither (an FTD), pages are turned as they come.</summary>
    public static async Task<Terminal> Enabled(LabNetwork network, string gateway = "hq-fw1")
    {
        var terminal = Connect(network, gateway);
        switch (network.Gateways.Single(g => g.Name == gateway).Platform)
        {
            case "cisco_ftd":
                terminal.atPrompt = "> ";
                await terminal.Until("> ");
                break;
            case "cisco_ios":
                terminal.atPrompt = gateway + "#";
                await terminal.Until(gateway + ">");
                await terminal.Enable(network, gateway);
                await terminal.Ask("terminal length 0");
                break;
            default:
                await terminal.Until("> ");
                await terminal.Enable(network, gateway);
                await terminal.Ask("terminal pager 0");
                break;
        }

        return terminal;
    }

    public async Task Enable(LabNetwork network, string gateway = "hq-fw1")
    {
        await Type("enable\n");
        await Until("Password: ");
        await Type(network.Gateways.Single(g => g.Name == gateway).Enable + "\n");
        await Until(atPrompt);
    }

    public async Task Type(string text)
    {
        if (taken == seen.WrittenCount)
        {
            seen.ResetWrittenCount();
            taken = 0;
        }

        await keys.WriteAsync(Encoding.UTF8.GetBytes(text));
        await keys.FlushAsync();
    }

    /// <summary>Everything from the last time up to and including the text.</summary>
    public async Task<string> Until(string expected) => TakeText(await WaitFor(expected));

    /// <summary>What is left until the box closes.</summary>
    public async Task<string> UntilClosed()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await Read(patience.Token)) { }

        return TakeText(Unseen.Length);
    }

    /// <summary>The answer to a line at the prompt: without echo and prompt, line ends as LF.</summary>
    public async Task<string> Ask(string line, string? prompt = null)
    {
        await Type(line + "\n");
        taken += await WaitFor("\r\n");
        var end = await WaitFor(prompt ?? atPrompt, turnsPages: true);
        var answer = Unseen[..(Unseen[..end].LastIndexOf('\n') + 1)].ToString();
        taken += end;
        return answer.Replace("\r\n", "\n", StringComparison.Ordinal);
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

    private ReadOnlySpan<char> Unseen => seen.WrittenSpan[taken..];

    /// <returns>How much has been shown up to and including the text.</returns>
    private async Task<int> WaitFor(string expected, bool turnsPages = false)
    {
        using var patience = new CancellationTokenSource(Patience);
        var searched = 0;
        while (true)
        {
            // A long listing comes in many pieces: what was searched is not searched again.
            var at = Unseen[searched..].IndexOf(expected, StringComparison.Ordinal);
            if (at >= 0)
            {
                return searched + at + expected.Length;
            }

            searched = Math.Max(0, Unseen.Length - expected.Length + 1);
            if (turnsPages && Unseen.EndsWith(PageMark, StringComparison.Ordinal))
            {
                await keys.WriteAsync(" "u8.ToArray(), patience.Token);
            }

            if (!await Read(patience.Token))
            {
                throw new EndOfStreamException($"Closed while waiting for '{expected}'; there was: {Unseen}");
            }
        }
    }

    /// <summary>False when the box has closed.</summary>
    private async Task<bool> Read(CancellationToken ct)
    {
        var read = await fromBox.Reader.ReadAsync(ct);
        foreach (var piece in read.Buffer)
        {
            var room = seen.GetSpan(decoder.GetCharCount(piece.Span, flush: false));
            seen.Advance(decoder.GetChars(piece.Span, room, flush: false));
        }

        fromBox.Reader.AdvanceTo(read.Buffer.End);
        return !read.IsCompleted || !read.Buffer.IsEmpty;
    }

    private string TakeText(int length)
    {
        var text = Unseen[..length].ToString();
        taken += length;
        return text;
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
