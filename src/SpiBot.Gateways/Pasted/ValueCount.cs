using SpiBot.Gateways.Platforms.CiscoIos;
using SpiBot.Gateways.Platforms.LinuxXfrm;
using SpiBot.Gateways.Platforms.StrongSwan;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Pasted;

/// <summary>How much was read: to choose between two readings of the same text.</summary>
internal static class ValueCount
{
    /// <summary>SPIs and networks; other values where it shows no SPIs.</summary>
    public static int Of(object value) =>
        value switch
        {
            SaListing sas => sas.Tunnels.Sum(SpisOf),
            IkeListing ike => ike.Sas.Sum(sa => 1 + (sa.Children ?? []).Sum(Of)),
            IsakmpSas isakmp => isakmp.Sas.Sum(sa => 1 + Given(sa.Status)),
            CryptoSessions sessions => sessions.Sessions.Sum(Of),
            StrongSwanSas strongSwan => strongSwan.Tunnels.Sum(SpisOf) + strongSwan.Ike.Count,
            XfrmSas xfrm => xfrm.Sas.Count,
            DataPath path => path.Contexts.Sum(Of),
            DropCounters drops => drops.Counts.Count,
            VpnSessions sessions => sessions.Sessions.Sum(Of),
            CryptoMaps maps => maps.Entries.Sum(Of),
            LoggedEvents log => log.Events.Sum(Of),
            UnitIdentity unit => Given(unit.Hostname, unit.Version, unit.SerialNumber, unit.Model, unit.Uptime),
            InactiveSas inactive => inactive.Sas.Sum(sa => 1 + Given(sa.Spi, sa.State, sa.Reason)),
            TunnelGroup group => Given(group.Kind, group.DeadPeerDetection, group.IdleSeconds, group.RetrySeconds),
            FailoverState failover => Of(failover),
            CaptureDump dump => dump.Packets.Sum(packet => 1 + Given(packet.Esp)),
            _ => 1,
        };

    private static int SpisOf(ChildSa tunnel) =>
        tunnel.Inbound.Count + tunnel.Outbound.Count + Given(tunnel.CurrentInbound, tunnel.CurrentOutbound);

    private static int Of(IkeChild child) =>
        Given(child.LocalSelector, child.RemoteSelector, child.Inbound, child.Outbound);

    private static int Of(CryptoSession session) =>
        1
        + Given(session.Interface, session.Peer, session.PeerPort, session.IkeSecondsLeft)
        + session.Ike.Count
        + session.Flows.Sum(flow =>
            Given(flow.Networks.Local, flow.Networks.Remote, flow.ActiveSas)
            + Given(flow.Encaps, flow.Decaps, flow.RemainingSeconds)
        );

    private static int Of(DataPathContext context) =>
        1
        + Given(context.Address, context.State, context.Flags, context.Spi)
        + Given(context.Packets, context.BadPackets, context.BadSpi, context.Spoofed, context.BadCrypto);

    private static int Of(VpnSession session) =>
        1
        + Given(session.Connection, session.Address, session.Protocol, session.Duration)
        + Given(session.Sent, session.Received)
        + Of(session.IkeRekeyLeft)
        + session.Pairs.Sum(pair =>
            Given(pair.Local ?? (object?)pair.NamedLocal, pair.Remote ?? (object?)pair.NamedRemote)
            + Given(pair.Kilobytes, pair.KilobytesLeft, pair.IdleMinutes, pair.IdleMinutesLeft)
            + Of(pair.Rekey)
        );

    private static int Of(RekeyTimer? timer) => Given(timer?.EverySeconds, timer?.SecondsLeft);

    /// <summary>Of its peers only whether there are any: what follows the last line might be taken for more of them.</summary>
    private static int Of(CryptoMapEntry entry) =>
        Given(entry.AccessList, entry.LifetimeSeconds, entry.LifetimeKilobytes, entry.Pfs)
        + (entry.KilobytesUnlimited ? 1 : 0)
        + (entry.Peers.Count > 0 ? 1 : 0);

    private static int Of(LoggedEvent logged) =>
        1
        + Given(logged.Local, logged.Spi, logged.OutboundSpi, logged.Direction)
        + Given(logged.From, logged.To, logged.User, logged.CommandLine);

    private static int Of(FailoverState failover) =>
        Given(failover.Unit, failover.LastFailover, failover.StatefulLink)
        + (failover.Role == FailoverRole.Unknown ? 0 : 1);

    private static int Given(params ReadOnlySpan<object?> values)
    {
        var given = 0;
        foreach (var value in values)
        {
            given += value is null ? 0 : 1;
        }

        return given;
    }
}
