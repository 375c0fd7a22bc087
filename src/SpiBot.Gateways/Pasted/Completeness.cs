using SpiBot.Gateways.Platforms.CiscoIos;
using SpiBot.Gateways.Platforms.LinuxXfrm;
using SpiBot.Gateways.Platforms.StrongSwan;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Pasted;

/// <summary>What all values of saved outputs have in common.</summary>
internal static class Completeness
{
    /// <summary>False when the text was cut.</summary>
    public static bool IsComplete(object value) =>
        value switch
        {
            SaListing sas => sas.Complete,
            IkeListing ike => ike.Complete,
            IsakmpSas isakmp => isakmp.Complete,
            CryptoSessions sessions => sessions.Complete,
            StrongSwanSas strongSwan => strongSwan.Complete,
            XfrmSas xfrm => xfrm.Complete,
            DataPath path => path.Complete,
            _ => true,
        };

    /// <summary>How many SPIs, or SAs where it shows no SPIs.</summary>
    public static int Size(object value) =>
        value switch
        {
            SaListing sas => sas.Tunnels.Sum(SpisOf),
            IkeListing ike => ike.Sas.Sum(sa => 1 + (2 * (sa.Children?.Count ?? 0))),
            IsakmpSas isakmp => isakmp.Sas.Count,
            CryptoSessions sessions => sessions.Sessions.Count,
            StrongSwanSas strongSwan => strongSwan.Tunnels.Sum(SpisOf) + strongSwan.Ike.Count,
            XfrmSas xfrm => xfrm.Sas.Count,
            DataPath path => path.Contexts.Count,
            _ => 1,
        };

    private static int SpisOf(ChildSa tunnel) =>
        tunnel.Inbound.Count
        + tunnel.Outbound.Count
        + (tunnel.CurrentInbound is null ? 0 : 1)
        + (tunnel.CurrentOutbound is null ? 0 : 1);
}
