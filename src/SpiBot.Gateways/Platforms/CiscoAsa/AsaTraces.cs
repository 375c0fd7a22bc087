using System.Net;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Ssh;
using SpiBot.Gateways.Traces;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// An <c>asp-drop</c> capture (command reference, <c>capture</c>). Its row does not show the SPI, its dump does. ESP in UDP is another protocol to the filter, so
/// there are two. The buffer holds some hundred packets of which the first bytes are kept: an SPI is within the first hundred.
/// </summary>
internal sealed class AsaTraces : IDropTraces
{
    private const int BufferBytes = 32_768;
    private const int PacketBytes = 128;

    public IReadOnlyList<string> LinesFor(Leftover.Capture capture, IPAddress ourAddress)
    {
        var (name, local) = (AsaLeftovers.Named(capture), AsaAddress.Of(ourAddress));
        return
        [
            $"capture {name} type asp-drop {DropCounters.InvalidSpi} buffer {BufferBytes} packet-length {PacketBytes} match esp any host {local}",
            $"capture {name} match udp any host {local} eq 4500",
        ];
    }

    public async Task<string?> WhyNot(IGatewaySession session, CancellationToken ct) =>
        await session.Ask(ShowCpuUsage.Query, ct) switch
        {
            { Value: null, NotRead: var because } => $"How busy the box is could not be read: {because}.",
            { Value: { IsBusy: true } cpu } => $"The box is busy: {cpu.InWords()}.",
            _ => null,
        };

    public async Task<Answer<CaptureDump>> Read(
        IGatewaySession session,
        Leftover.Capture capture,
        int most,
        CancellationToken ct
    )
    {
        var command = $"{ShowCaptures.Command} {AsaLeftovers.Named(capture)}";
        var count = await session.Ask(
            new Query<CaptureDump>($"{command} | include captured", ShowCaptureDump.Read),
            ct
        );
        // An empty one has nothing to dump; where the count was not understood, the dump may be.
        return count.Value is { Captured: 0 }
            ? count
            : await session.Ask(new Query<CaptureDump>($"{command} count {most} dump", ShowCaptureDump.Read), ct);
    }
}
