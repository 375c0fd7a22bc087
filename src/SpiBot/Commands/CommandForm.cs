namespace SpiBot.Commands;

/// <summary>
/// One way to say a command: words, with <c>{peer}</c> or <c>{spi}</c> where one word of the speaker's stands. <see cref="OnGateway"/>: "on GATEWAY" may follow;
/// <see cref="Lasting"/>: and then "for 8h", what to make of it. <see cref="Shown"/> is the form for help; the others are shorter ways to say the same.
/// </summary>
public sealed record CommandForm(
    string Words,
    bool OnGateway,
    Func<string?, string?, Command> Make,
    string? Shown = null,
    string? Does = null,
    Func<Command, string, Command>? Lasting = null
)
{
    public const string Peer = "{peer}";

    /// <summary>Stands for an SPI; in a form that has no word "spi", only for what is written like one.</summary>
    public const string Spi = "{spi}";

    public IReadOnlyList<string> Parts { get; } = Words.Split(' ');

    /// <summary>The words before the first slot; all where there is none.</summary>
    public IReadOnlyList<string> Head => [.. Parts.TakeWhile(part => part is not (Peer or Spi))];

    /// <summary>Whether it is a word of the commands' own: what is left of one whose peer was not said, and no peer's name.</summary>
    public static bool IsWord(string word) =>
        Array.Exists(["tunnel", "to", "peer", "on", "for"], own => CommandGrammar.Same(own, word));

    /// <summary>Every form there is. A longer form stands before a shorter one that it begins with.</summary>
    public static IReadOnlyList<CommandForm> All { get; } =
    [
        new(
            "check tunnel to peer {peer}",
            true,
            Check,
            "check tunnel to peer X [on GATEWAY]",
            "looks at both ends twice: drops, SPIs side by side, the cause, what would help"
        ),
        new("check tunnel to {peer}", true, Check),
        new("check tunnel {peer}", true, Check),
        new("check peer {peer}", true, Check),
        new("check {peer}", true, Check),
        new(
            "compare {peer}",
            true,
            (peer, on) => new Command.Compare(peer!, on),
            "compare X",
            "one look: both ends' SPIs side by side"
        ),
        new(
            "data path {peer}",
            true,
            DataPath,
            "data path X [on GATEWAY]",
            "one look, with the SPIs that the boxes' data paths work with beside those that they list"
        ),
        new("data path peer {peer}", true, DataPath),
        new("datapath {peer}", true, DataPath),
        new(
            "history peer {peer}",
            true,
            History,
            "history peer X [on GATEWAY]",
            "what SpiBot remembers of it: rekeys and how often, faults, what was done"
        ),
        new("history {peer}", true, History),
        new(
            "what is spi {spi}",
            false,
            WhatIs,
            "what is SPI 0x…?",
            "whose it is or was: current and past SPIs of the tunnels that were looked at"
        ),
        new("what's spi {spi}", false, WhatIs),
        new("whose is spi {spi}", false, WhatIs),
        new("whose spi is {spi}", false, WhatIs),
        new("who has spi {spi}", false, WhatIs),
        new("find spi {spi}", false, WhatIs),
        new("spi {spi}", false, WhatIs),
        new("what is {spi}", false, WhatIs),
        new("{spi}", false, WhatIs),
        new(
            "trace peer {peer}",
            true,
            Trace,
            "trace peer X [on GATEWAY]",
            "watches the packets that the box drops for some seconds: who sends them with which SPI, and whose it was"
        ),
        new("trace {peer}", true, Trace),
        new("debug peer {peer} 255", true, (peer, on) => new Command.Debug(peer!, All: true, on)),
        new("debug peer {peer} 127", true, Debug),
        new(
            "debug peer {peer}",
            true,
            Debug,
            "debug peer X [127|255] [on GATEWAY]",
            "proposes to watch the negotiations with that peer for a while; a lead approves (255: two)"
        ),
        new(
            "watch peer {peer}",
            true,
            Watch,
            "watch peer X [on GATEWAY] [for 8h]",
            "looks at it every minute and tells here when a fault begins and when it is over",
            For
        ),
        new("watch {peer}", true, Watch, Lasting: For),
        new("unwatch peer {peer}", true, Unwatch, "unwatch peer X [on GATEWAY]", "ends that"),
        new("unwatch {peer}", true, Unwatch),
        new(
            "watches",
            false,
            (_, _) => new Command.Watches(),
            "watches",
            "what is watched in this channel, by whom, until when, what was seen"
        ),
        new("drops", true, (_, on) => new Command.Drops(on), "drops [on GATEWAY]", "what the box drops, and how fast"),
        new(
            "inactive",
            true,
            (_, on) => new Command.Inactive(on),
            "inactive [on GATEWAY]",
            "SAs that cannot pass traffic any more"
        ),
        new(
            "clear inactive",
            true,
            (_, on) => new Command.ClearInactive(on),
            "clear inactive on GATEWAY",
            "proposes to clear them; a lead approves"
        ),
        new(
            "clear peer {peer}",
            true,
            (peer, on) => new Command.ClearPeer(peer!, on),
            "clear peer X [on GATEWAY]",
            "proposes to clear the SAs with that peer; a lead approves"
        ),
        new(
            "clear ike {peer}",
            true,
            (peer, on) => new Command.ClearIke(peer!, on),
            "clear ike X [on GATEWAY]",
            "proposes to clear the whole tunnel with its IKE SA; two leads approve"
        ),
        new(
            "clear both ends {peer}",
            true,
            (peer, on) => new Command.ClearBothEnds(peer!, on),
            "clear both ends X [on GATEWAY]",
            "proposes to clear the SAs here and, if that does not help, at the other end; two leads approve"
        ),
        new(
            "clear drops",
            true,
            (_, on) => new Command.ClearDrops(on),
            "clear drops on GATEWAY",
            "proposes to zero the counter of invalid SPIs, which destroys evidence; a lead approves"
        ),
        new("approvals", false, (_, _) => new Command.Approvals(), "approvals", "what waits for a lead"),
        new(
            "duties",
            false,
            (_, _) => new Command.Duties(),
            "duties",
            "what SpiBot still has to take off gateways: captures, debug"
        ),
        new("help", false, (_, _) => new Command.Help(), "help", "this list"),
        new("hi", false, (_, _) => new Command.Help()),
        new("hello", false, (_, _) => new Command.Help()),
        new("?", false, (_, _) => new Command.Help()),
    ];

    private static Command WhatIs(string? spi, string? _) => new Command.WhatIsSpi(spi!);

    private static Command History(string? peer, string? gateway) => new Command.History(peer!, gateway);

    private static Command Debug(string? peer, string? gateway) => new Command.Debug(peer!, All: false, gateway);

    private static Command DataPath(string? peer, string? gateway) => new Command.DataPath(peer!, gateway);

    private static Command Watch(string? peer, string? gateway) => new Command.Watch(peer!, gateway);

    private static Command For(Command watch, string time) => (Command.Watch)watch with { For = time };

    private static Command Unwatch(string? peer, string? gateway) => new Command.Unwatch(peer!, gateway);

    private static Command Trace(string? peer, string? gateway) => new Command.Trace(peer!, gateway);

    private static Command Check(string? peer, string? gateway) => new Command.CheckTunnel(peer!, gateway);
}
