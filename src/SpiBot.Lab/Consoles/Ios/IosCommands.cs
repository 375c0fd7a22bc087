using SpiBot.Lab.Consoles.Commands;
using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Ios;

/// <summary>Every command that the router knows. A new one is one line here.</summary>
public static class IosCommands
{
    /// <summary>Asks for a secret, so the session runs it.</summary>
    public static Command Enable { get; } = new("enable", _ => []) { Unprivileged = true };

    public static IReadOnlyList<Command> All { get; } =
    [
        Enable,
        new("exit", _ => []) { Unprivileged = true, EndsSession = true },
        new("logout", _ => []) { Unprivileged = true, EndsSession = true },
        new("terminal length <number>", Terminal.SetPager) { Unprivileged = true },
        new("show clock", c => ["*" + AsaTime.Clock(c.Now)]) { Unprivileged = true },
        new("show version", IosBox.Version) { Unprivileged = true },
        new("show processes cpu", IosBox.Cpu),
        new("show redundancy states", IosBox.Redundancy),
        new("show logging", IosBox.Logging),
        new("show platform hardware qfp active feature ipsec datapath drops all", IosBox.Drops),
        new("show crypto ipsec sa", c => IosSas.Ipsec(c, c.State.Peers)),
        new("show crypto ipsec sa peer <address>", c => IosSas.Ipsec(c, PeersOf(c))),
        new("show crypto isakmp sa", c => IosSas.Isakmp(c.State)),
        new("show crypto ikev2 sa", c => IosSas.Ikev2(c, c.State.Peers, detailed: false)),
        new("show crypto ikev2 sa detailed", c => IosSas.Ikev2(c, c.State.Peers, detailed: true)),
        new("show crypto ikev2 sa remote <address>", c => IosSas.Ikev2(c, PeersOf(c), detailed: false)),
        new("show crypto ikev2 sa remote <address> detailed", c => IosSas.Ikev2(c, PeersOf(c), detailed: true)),
        new("show crypto ikev2 session", c => IosSas.Ikev2Sessions(c, detailed: false)),
        new("show crypto ikev2 session detailed", c => IosSas.Ikev2Sessions(c, detailed: true)),
        new("show crypto session", c => IosSas.Sessions(c, c.State.Peers)),
        new("show crypto session remote <address> detail", c => IosSas.Sessions(c, PeersOf(c))),
        new("clear crypto sa", ClearSas.AllChildren),
        new("clear crypto sa peer <address>", ClearSas.PeerChildren),
        new("clear crypto ikev2 sa", c => ClearSas.Ike(c, 2)),
        new("clear crypto ikev2 sa remote <address>", c => ClearSas.PeerIke(c, 2)),
        new("clear crypto session", c => ClearSas.Ike(c, null)),
        new("clear crypto session remote <address>", c => ClearSas.PeerIke(c, null)),
    ];

    /// <summary>What may be typed at <c>&gt;</c>.</summary>
    public static IEnumerable<Command> Unprivileged => All.Where(c => c.Unprivileged);

    /// <summary>What came later than the oldest releases, 12.4 and 15.0: IKEv2, and the counters of IOS-XE's data path.</summary>
    public static bool IsThereIn(string version, CommandMatch match) =>
        !OldReleases.Any(old => version.StartsWith(old, StringComparison.Ordinal))
        || !(
            match.Canonical.Contains(" ikev2 ", StringComparison.Ordinal)
            || match.Canonical.StartsWith("show platform", StringComparison.Ordinal)
        );

    private static readonly string[] OldReleases = ["12.", "15.0("];

    private static IEnumerable<VpnPeer> PeersOf(CommandContext context) =>
        context.State.Peers.Where(peer => peer.Address.Equals(context.Address));
}
