using System.Net;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Ssh;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Traces;

/// <summary>
/// How a platform shows the very packets that it drops for an invalid SPI. What is set for that stands on the gateway meanwhile: only the holder of its
/// duty sets it, and that duty takes it away.
/// </summary>
public interface IDropTraces
{
    /// <summary>The lines that set it: nothing but ESP to our own address, bare and in UDP, into a small buffer of its own.</summary>
    /// <exception cref="ArgumentException">Not a name or an address that can be typed.</exception>
    IReadOnlyList<string> LinesFor(Leftover.Capture capture, IPAddress ourAddress);

    /// <summary>Why the gateway should not be asked for one now, in a sentence: it is busy, or does not say how busy it is. Null when it may.</summary>
    Task<string?> WhyNot(IGatewaySession session, CancellationToken ct);

    /// <summary>How many it holds, and the first <paramref name="most"/> of them.</summary>
    Task<Answer<CaptureDump>> Read(IGatewaySession session, Leftover.Capture capture, int most, CancellationToken ct);
}
