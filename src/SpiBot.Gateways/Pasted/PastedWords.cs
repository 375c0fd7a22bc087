using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Gateways.Platforms.CiscoIos;
using SpiBot.Gateways.Platforms.LinuxXfrm;
using SpiBot.Gateways.Platforms.StrongSwan;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Pasted;

/// <summary>What an output says, in a few words.</summary>
internal static class PastedWords
{
    private const int Most = 4;

    public static string Of(object value) =>
        (
            value switch
            {
                SaListing sas => Tunnels(sas.Tunnels),
                StrongSwanSas strongSwan => $"{Tunnels(strongSwan.Tunnels)}; {Count(strongSwan.Ike.Count, "IKE SA")}",
                XfrmSas xfrm =>
                    $"{Count(xfrm.Sas.Count, "SA")}, directions not known without the machine's own address",
                IkeListing ike => Count(ike.Sas.Count, "IKE SA"),
                IsakmpSas isakmp => $"{Count(isakmp.Sas.Count, "IKE SA")}, no SPIs",
                CryptoSessions sessions => $"{Count(sessions.Sessions.Count, "session")}, no SPIs",
                DropCounters { FrameRead: false } =>
                    "the section Frame drop is not in it, where frames with an invalid SPI are counted",
                DropCounters drops => $"{drops.InvalidSpis} frames dropped for an invalid SPI since the last clearing",
                InactiveSas inactive => Count(inactive.Count, "inactive SA"),
                UnitIdentity unit => $"version {unit.Version}",
                FailoverState failover => $"role {failover.Role}",
                SshSessions sessions => Count(sessions.Count, "SSH session"),
                LoggedEvents log => Count(log.Events.Count, "message"),
                VpnSessions sessions => $"{Count(sessions.Sessions.Count, "VPN session")}, no SPIs",
                CryptoMaps maps => $"crypto maps: {maps.Entries.Count} entries",
                TunnelGroup group => $"tunnel group {group.Name}",
                DataPath path => Count(path.Contexts.Count, "context"),
                HostNames names => Count(names.All.Count, "name"),
                ContextMode mode => mode.Multiple ? "multiple contexts" : "no contexts",
                CpuUsage cpu => $"CPU {cpu.FiveSeconds} %",
                CaptureDump dump => Count(dump.Packets.Count, "packet"),
                CaptureNames captures => Count(captures.Names.Count, "capture"),
                DeviceClock clock => $"{clock.Local:yyyy-MM-dd HH:mm:ss} {clock.Zone}",
                _ => "understood",
            }
        )
        + (
            value is DropCounters || Completeness.IsComplete(value)
                ? ""
                : "; the text is cut, so an SA that is not there means nothing"
        );

    private static string Tunnels(IReadOnlyList<ChildSa> tunnels) =>
        Count(tunnels.Count, "child SA")
        + (tunnels.Count == 0 ? "" : ": ")
        + string.Join(", ", tunnels.Take(Most).Select(Tunnel))
        + (tunnels.Count > Most ? ", …" : "");

    private static string Tunnel(ChildSa tunnel) =>
        $"{tunnel.Peer ?? "peer not given"} in {Spis(tunnel.Inbound)} out {Spis(tunnel.Outbound)}";

    private static string Spis(IReadOnlyList<SecurityAssociation> sas) =>
        sas.Count > 0 ? string.Join('+', sas.Take(Most).Select(sa => sa.Spi.ToString())) : "none";

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
