using SpiBot.Gateways.Platforms.FortiOs;
using SpiBot.Gateways.Platforms.Junos;
using SpiBot.Gateways.Platforms.LinuxXfrm;
using SpiBot.Gateways.Platforms.PanOs;
using SpiBot.Gateways.Platforms.StrongSwan;

namespace SpiBot.Gateways.Pasted;

public sealed partial record SavedCommand
{
    private static IReadOnlyList<SavedCommand> OtherCommands =>
        [
            Of("strongswan", SwanctlListSas.Command, SwanctlListSas.IsSignature, SwanctlListSas.Read),
            Of("strongswan", IpsecStatusall.Command, IpsecStatusall.IsSignature, IpsecStatusall.Read),
            Of("fortios", VpnTunnelList.Command, VpnTunnelList.IsSignature, VpnTunnelList.Read),
            Of(
                "fortios",
                VpnIpsecTunnel.Details,
                VpnIpsecTunnel.IsSignature,
                VpnIpsecTunnel.Read,
                heads: VpnIpsecTunnel.IsHeader
            ),
            Of(
                "fortios",
                VpnIpsecTunnel.ByName,
                VpnIpsecTunnel.IsSignature,
                VpnIpsecTunnel.Read,
                heads: VpnIpsecTunnel.IsHeader
            ),
            Of("panos", ShowVpnIpsecSa.Command, ShowVpnIpsecSa.IsSignature, ShowVpnIpsecSa.Read),
            Of(
                "junos",
                ShowSecurityIpsecSecurityAssociations.Command,
                ShowSecurityIpsecSecurityAssociations.IsSignature,
                ShowSecurityIpsecSecurityAssociations.Read
            ),
            Of("linux_xfrm", XfrmState.Command, XfrmState.IsSignature, XfrmState.Read, heads: XfrmState.IsHeader),
        ];
}
