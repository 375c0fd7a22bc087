using System.Net;

namespace SpiBot.Gateways.Changes;

/// <summary>
/// Something that alters a gateway: a closed set. What would hit every tunnel does not exist here.
/// </summary>
public abstract record Change
{
    private Change() { }

    /// <summary>Removes SAs that cannot pass traffic.</summary>
    public sealed record ClearInactive : Change;

    /// <summary>Removes all child SAs with one peer; the IKE SA stays.</summary>
    public sealed record ClearPeer(IPAddress Peer) : Change;
}
