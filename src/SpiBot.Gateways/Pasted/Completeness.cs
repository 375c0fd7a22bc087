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
            DropCounters drops => drops.FrameRead,
            _ => true,
        };

    /// <summary>Whether its reader notices that a line was wrapped: with others a value is lost, or the end of one, without a word.</summary>
    public static bool NoticesWraps(object value) =>
        value
            is not (
                UnitIdentity
                or InactiveSas
                or IsakmpSas
                or CryptoSessions
                or DataPath
                or VpnSessions
                or CryptoMaps
                or TunnelGroup
                or LoggedEvents
                or FailoverState
                or CaptureDump
            );
}
