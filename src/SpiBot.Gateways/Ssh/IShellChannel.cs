using System.Threading.Channels;

namespace SpiBot.Gateways.Ssh;

/// <summary>Bytes to and from a shell behind a pty. What carries them (SSH.NET) is known only to the one that made it. Disposing closes it.</summary>
internal interface IShellChannel : IAsyncDisposable
{
    /// <summary>Bytes in the fragments they came in. Completed when the channel has closed, on whichever side.</summary>
    ChannelReader<byte[]> Output { get; }

    /// <exception cref="IOException">The channel is closed.</exception>
    Task Write(ReadOnlyMemory<byte> bytes, CancellationToken ct);
}
