namespace SpiBot.Lab.Consoles.Commands;

/// <summary>Every command that the box knows. A new one is one line here.</summary>
public static class CommandList
{
    /// <summary>Asks for a secret, so the session runs it.</summary>
    public static Command Enable { get; } = new("enable", _ => []) { Unprivileged = true };

    /// <summary>Changes the prompt, so the session runs it.</summary>
    public static Command ChangeTo { get; } = new("changeto context <word>", _ => []);

    public static Command Disable { get; } = new("disable", _ => []);

    /// <summary>What may be typed at <c>#</c>; those marked so at <c>&gt;</c>, too, except <c>enable</c>, which is unknown at <c>#</c>.</summary>
    public static IReadOnlyList<Command> All { get; } =
    [
        Disable,
        ChangeTo,
        new("exit", _ => []) { Unprivileged = true, EndsSession = true },
        new("logout", _ => []) { Unprivileged = true, EndsSession = true },
        new("quit", _ => []) { Unprivileged = true, EndsSession = true },
        new("terminal pager <number>", Terminal.SetPager),
        new("terminal pager lines <number>", Terminal.SetPager),
        new("show clock", c => [AsaTime.Clock(c.Now)]) { Unprivileged = true },
        new("show version", ShowVersion.Print) { Unprivileged = true },
        new("show curpriv", Terminal.ShowPrivilege) { Unprivileged = true },
        new("show cpu usage", ShowCpuUsage.Print),
        new("show logging", c => ShowLogging.Print(c.State)),
        new("show pager", Terminal.ShowPager),
        new("show terminal", Terminal.Show),
        new("show mode", c => [$"Security context mode: {(c.Box.Traits.Contexts.Count > 0 ? "multiple" : "single")} "]),
        new("show failover", ShowFailover.Print),
        new("show ssh sessions", ShowSshSessions.Print),
        new("show vpn-sessiondb detail l2l", c => ShowVpnSessions.Print(c, c.State.Peers)),
        new(
            "show vpn-sessiondb detail l2l filter ipaddress <address>",
            c => ShowVpnSessions.Print(c, c.State.Peers.Where(p => p.Address.Equals(c.Address)))
        ),
        new("show names", c => ShowRunningConfig.Names(c.State)),
        new("show running-config names", c => ShowRunningConfig.Names(c.State)),
        new("show running-config crypto map", c => ShowRunningConfig.CryptoMap(c.State)),
        new("show running-config all crypto map", c => ShowRunningConfig.CryptoMap(c.State)),
        new("show running-config tunnel-group <address>", c => ShowRunningConfig.TunnelGroup(c, defaults: false)),
        new("show running-config all tunnel-group <address>", c => ShowRunningConfig.TunnelGroup(c, defaults: true)),
        new("show asp table vpn-context detail", c => ShowVpnContext.Detail(c.State)),
        new("show asp drop", c => ShowAspDrop.Both(c.State)),
        new("show asp drop frame", c => ShowAspDrop.Frame(c.State, null)),
        new("show asp drop frame <word>", c => ShowAspDrop.Frame(c.State, c.Arguments[0])),
        new("show asp drop flow", c => ShowAspDrop.Flow(c.State, null)),
        new("show asp drop flow <word>", c => ShowAspDrop.Flow(c.State, c.Arguments[0])),
        new("show crypto ipsec sa", c => ShowIpsecSa.All(c.State, c.Now)),
        new("show crypto ipsec sa peer <address>", c => ShowIpsecSa.Peer(c.State, c.Address, c.Now)),
        new("show crypto ipsec sa inactive", c => ShowInactive.Print(c.State)),
        new("show crypto ikev1 sa", c => ShowIkeSa.Version1(c.State, c.Now, detail: false)),
        new("show crypto ikev1 sa detail", c => ShowIkeSa.Version1(c.State, c.Now, detail: true)),
        new("show crypto ikev2 sa", c => ShowIkeSa.Version2(c.State, c.Now)),
        new(
            "show crypto isakmp sa",
            c => [.. ShowIkeSa.Version1(c.State, c.Now, detail: false), "", .. ShowIkeSa.Version2(c.State, c.Now)]
        ),
        .. Debugging.Commands,
        new("capture <word> <rest>", Captures.Set),
        new("no capture <word>", c => Captures.Remove(c.State.Captures, c.Arguments[0])),
        new("show capture", c => Captures.List(c.State.Captures)),
        new("show capture <word>", c => Captures.Show(c, most: null, dump: false)),
        new("show capture <word> dump", c => Captures.Show(c, most: null, dump: true)),
        new("show capture <word> count <number>", c => Captures.Show(c, c.Number(1), dump: false)),
        new("show capture <word> count <number> dump", c => Captures.Show(c, c.Number(1), dump: true)),
        new("failover exec mate <rest>", OnMate.Run),
        new("clear asp drop", c => ClearDrops.Clear(c, null, null)),
        new("clear asp drop frame", c => ClearDrops.Clear(c, Firewalls.DropSection.Frame, null)),
        new("clear asp drop frame <word>", c => ClearDrops.Clear(c, Firewalls.DropSection.Frame, c.Arguments[0])),
        new("clear asp drop flow", c => ClearDrops.Clear(c, Firewalls.DropSection.Flow, null)),
        new("clear asp drop flow <word>", c => ClearDrops.Clear(c, Firewalls.DropSection.Flow, c.Arguments[0])),
        new("clear crypto ipsec sa", ClearSas.AllChildren),
        new("clear crypto ipsec sa peer <address>", ClearSas.PeerChildren),
        new("clear crypto ipsec sa inactive", ClearSas.Inactive),
        new("clear crypto ikev1 sa", c => ClearSas.Ike(c, 1)),
        new("clear crypto ikev1 sa <address>", c => ClearSas.PeerIke(c, 1)),
        new("clear crypto ikev2 sa", c => ClearSas.Ike(c, 2)),
        new("clear crypto ikev2 sa <address>", c => ClearSas.PeerIke(c, 2)),
        new("clear crypto isakmp sa", c => ClearSas.Ike(c, null)),
    ];

    /// <summary>What may be typed at <c>&gt;</c>.</summary>
    public static IEnumerable<Command> Unprivileged => All.Where(c => c.Unprivileged).Prepend(Enable);
}
