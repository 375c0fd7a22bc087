using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Gateways.Platforms.CiscoIos;
using SpiBot.Tunnels;
using Ftd = SpiBot.Gateways.Platforms.CiscoFtd;
using Ios = SpiBot.Gateways.Platforms.CiscoIos;

namespace SpiBot.Gateways.Pasted;

public sealed partial record SavedCommand
{
    private static IReadOnlyList<SavedCommand> AsaCommands =>
        [
            Asa(
                ShowCryptoIpsecSaInactive.Command,
                line => line.Begins("Checking for inactive IPsec SAs") || line.Begins("Inactive IPsec SAs:"),
                ShowCryptoIpsecSaInactive.Read,
                InactiveLines()
            ),
            Asa(
                Platforms.CiscoAsa.ShowCryptoIpsecSa.Command,
                line => IpsecSaLine.IsSignature(line) && !IosForm.IsSignature(line),
                Platforms.CiscoAsa.ShowCryptoIpsecSa.Read,
                IpsecSaLines(),
                line => IpsecSaLine.IsHeader(line)
            ),
            Asa(
                ShowAspDrop.Command,
                line =>
                    ShowAspDrop.IsSection(line) || ShowAspDrop.Row(line.Text) is { Keyword: DropCounters.InvalidSpi },
                ShowAspDrop.Read,
                AspDropLines()
            ),
            Asa(ShowCryptoIkev1Sa.Command, line => Ikev1Reader.IsSignature(line), ShowCryptoIkev1Sa.Read, IkeLines()),
            Asa(ShowCryptoIkev2Sa.Command, line => Ikev2Reader.IsSignature(line), ShowCryptoIkev2Sa.Read, IkeLines()),
            Asa(
                Platforms.CiscoAsa.ShowCryptoIsakmpSa.Command,
                line => Ikev1Reader.IsSignature(line) || Ikev2Reader.IsSignature(line),
                Platforms.CiscoAsa.ShowCryptoIsakmpSa.Read,
                IkeLines()
            ),
            Asa(ShowFailover.Command, ShowFailover.IsSignature, ShowFailover.Read, FailoverLines()),
            Asa(
                Platforms.CiscoAsa.ShowVersion.Command,
                Platforms.CiscoAsa.ShowVersion.IsSignature,
                Platforms.CiscoAsa.ShowVersion.Read,
                VersionLines()
            ),
            Asa(ShowSshSessions.Command, line => line.Begins("SID Client IP"), ShowSshSessions.Read),
            // Not the end of a sentence that a chat has wrapped: "Configuration last modified by ops at …".
            Asa(ShowClock.Command, line => line.AfterBlank && ShowClock.Clock(line.Text) is not null, ShowClock.Read),
            Asa(ShowMode.Command, ShowMode.IsSignature, ShowMode.Read),
            Asa(
                ShowCpuUsage.Command,
                line => line.Begins("CPU utilization for 5 seconds"),
                ShowCpuUsage.Read,
                CpuLines()
            ),
            Asa(
                Platforms.CiscoAsa.ShowLogging.Command,
                Platforms.CiscoAsa.ShowLogging.IsSignature,
                Platforms.CiscoAsa.ShowLogging.Read,
                LogLines()
            ),
            Asa(ShowVpnSessiondb.Command, ShowVpnSessiondb.IsSignature, ShowVpnSessiondb.Read, VpnSessionLines()),
            Asa(ShowCryptoMap.Command, line => ShowCryptoMap.IsSignature(line), ShowCryptoMap.Read, CryptoMapLines()),
            Asa(
                ShowCryptoMap.WithDefaults,
                line => ShowCryptoMap.IsSignature(line),
                ShowCryptoMap.Read,
                CryptoMapLines()
            ),
            Asa(ShowTunnelGroup.Command, ShowTunnelGroup.IsSignature, ShowTunnelGroup.Read, TunnelGroupLines()),
            Asa(ShowTunnelGroup.WithDefaults, ShowTunnelGroup.IsSignature, ShowTunnelGroup.Read, TunnelGroupLines()),
            Asa(ShowVpnContext.Command, ShowVpnContext.IsSignature, ShowVpnContext.Read, VpnContextLines()),
            Asa(ShowName.Command, ShowName.IsSignature, ShowName.Read),
            Asa(ShowCaptureDump.Command, ShowCaptureDump.IsSignature, ShowCaptureDump.Read, CaptureDumpLines()),
            Asa(ShowCaptures.Command, ShowCaptures.IsSignature, ShowCaptures.Read),
        ];

    private static IReadOnlyList<SavedCommand> IosCommands =>
        [
            Of(
                "cisco_ios",
                Ios.ShowCryptoIpsecSa.Command,
                line => IosForm.IsSignature(line) || (IpsecSaLine.IsSignature(line) && !IsAsaOnly(line)),
                Ios.ShowCryptoIpsecSa.Read,
                IpsecSaLines(),
                line => IpsecSaLine.IsHeader(line) && !IsAsaOnly(line)
            ),
            Of(
                "cisco_ios",
                ShowCryptoIkev2.Session,
                line =>
                    IosIkev2Reader.IsSessionHeading(line)
                    || line.Begins("Session-id:")
                    || line.Begins("Tunnel-id Local Remote fvrf/ivrf Status")
                    || line.Is("Tunnel-id fvrf/ivrf Status"),
                ShowCryptoIkev2.ReadSession,
                IkeLines()
            ),
            Of(
                "cisco_ios",
                ShowCryptoIkev2.Sa,
                line => IosIkev2Reader.IsSignature(line) && !IosIkev2Reader.IsSessionHeading(line),
                ShowCryptoIkev2.ReadSa,
                IkeLines()
            ),
            Of(
                "cisco_ios",
                Ios.ShowCryptoIsakmpSa.Command,
                Ios.ShowCryptoIsakmpSa.IsSignature,
                Ios.ShowCryptoIsakmpSa.Read,
                IsakmpLines()
            ),
            Of(
                "cisco_ios",
                ShowCryptoSession.Command,
                ShowCryptoSession.IsSignature,
                ShowCryptoSession.Read,
                SessionLines(),
                ShowCryptoSession.IsHeader
            ),
            Of("cisco_ftd", Ftd.ShowVersion.Command, Ftd.ShowVersion.IsSignature, Ftd.ShowVersion.Read, VersionLines()),
        ];

    private static SavedCommand Asa<T>(
        string command,
        Func<AnswerLine, bool> begins,
        Func<AnswerText, Parsed<T>> read,
        Regex? lineBeginnings = null,
        Func<AnswerLine, bool>? heads = null
    )
        where T : class => Of("cisco_asa", command, begins, read, lineBeginnings, heads);

    /// <summary>Lines of <c>show crypto ipsec sa</c> that IOS does not print.</summary>
    private static bool IsAsaOnly(AnswerLine line) =>
        line.Begins("peer address: ")
        || line.Begins("current_peer:")
        || line.Begins("current inbound spi")
        || line.Begins("sa timing: remaining key lifetime (kB/sec)")
        || (line.Begins("Crypto map tag: ") && line.Text.Contains("seq num:", StringComparison.Ordinal))
        || (line.After("current outbound spi: ") is { Length: 8 } digits && PaddedSpi.IsOne(digits))
        || (line.After("spi: 0x") is { } spi && spi.Contains(" (", StringComparison.Ordinal));
}
