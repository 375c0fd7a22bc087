using System.Net;
using SpiBot.Gateways.Debugs;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Ssh;
using SpiBot.Gateways.Traces;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Operations;

/// <summary>Sees what the box of the session is said to drop, as long as the capture stands.</summary>
internal sealed class FakeTraces : IDropTraces, IDebugs
{
    public IReadOnlyList<string> LinesFor(Leftover.Capture capture, IPAddress ourAddress) =>
        [$"capture {capture.Name} to {ourAddress}"];

    public Task<string?> WhyNot(IGatewaySession session, CancellationToken ct) =>
        Task.FromResult(((FakeSession)session).Box.Busy);

    public Task<Answer<CaptureDump>> Read(
        IGatewaySession session,
        Leftover.Capture capture,
        int most,
        CancellationToken ct
    )
    {
        var box = ((FakeSession)session).Box;
        return Task.FromResult(
            box.Standing.ContainsKey((box.Serial, capture.Name))
                ? Answer.Of(new CaptureDump(box.Dropped.Count, [.. box.Dropped.Take(most)]))
                : Answer.NotRead<CaptureDump>("there is no such capture")
        );
    }
}
