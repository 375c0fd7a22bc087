using SpiBot.Gateways.Ssh;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Duties;

/// <summary>Where a leftover stands, and what the gateway said of it, in a sentence.</summary>
public sealed record LeftoverReading(Whereabouts Where, string Words);

/// <summary>What was found on a gateway.</summary>
public sealed record Leftovers(IReadOnlyList<Leftover> Found);

/// <summary>How a platform takes away what SpiBot leaves on it, and how it is seen that it is gone.</summary>
public interface ILeftovers
{
    Removal RemovalOf(Leftover what);

    /// <summary>Enters the command line inside the gateway's own in which its lines are typed where it does not know them; null: there is none.</summary>
    string? Inside => null;

    /// <summary>Looks whether it stands on the unit with this serial number (null: on the one that answers). Only reads, and never throws for anything the device does.</summary>
    Task<LeftoverReading> Read(IGatewaySession session, Leftover what, string? serial, CancellationToken ct);

    /// <summary>Everything on the unit that answers which bears SpiBot's mark, whoever set it. Not read: why.</summary>
    Task<Answer<Leftovers>> Marked(IGatewaySession session, CancellationToken ct);
}
