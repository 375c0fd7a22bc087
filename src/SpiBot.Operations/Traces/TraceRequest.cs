using System.Net;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels;

namespace SpiBot.Operations.Traces;

/// <summary>
/// A wish to watch what a gateway drops for an invalid SPI. <see cref="Serial"/>: the unit that was read before; null where it did not say.
/// <see cref="RequestId"/> comes back with whatever becomes of it.
/// </summary>
public sealed record TraceRequest(
    string RequestId,
    string CheckId,
    IPAddress OurAddress,
    string? Serial,
    ThreadAddress Thread,
    string For
);

/// <summary>A trace that stands: its duty, the capture's name, and since when.</summary>
public sealed record TraceStanding(string DutyId, string Capture, DateTimeOffset Since);

/// <summary>Exactly one is set: what stands, or why nothing does.</summary>
public sealed record TraceSet(TraceStanding? Standing, string? Because);

/// <summary>What was seen, or why not.</summary>
public sealed record TraceOutcome(Answer<DropTrace> Trace);
