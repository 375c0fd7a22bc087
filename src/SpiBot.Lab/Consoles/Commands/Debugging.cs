using System.Net;

namespace SpiBot.Lab.Consoles.Commands;

/// <summary>
/// <c>debug crypto …</c> (facts 2). Its lines come into the session that switched it on, at any moment. The texts of <c>show debug</c> and
/// <c>show crypto debug-condition</c> are the command reference's; no public capture shows them.
/// </summary>
public static class Debugging
{
    public static IEnumerable<Command> Commands { get; } =
    [
        new("debug crypto condition peer <address>", AddPeer),
        new("debug crypto condition reset", Reset),
        new("no debug crypto condition peer <address>", RemovePeer),
        .. ((string[])["ikev1", "ikev2 protocol", "ikev2 platform", "ipsec"]).SelectMany(module =>
            (Command[])
                [
                    new($"debug crypto {module}", c => On(c, module, 1)),
                    new($"debug crypto {module} <number>", c => On(c, module, c.Number(0))),
                    new($"no debug crypto {module}", c => Off(c, module)),
                ]
        ),
        new("undebug all", c => All(c)),
        new("no debug all", c => All(c)),
        new("show debug", Show),
        new("show crypto debug-condition", ShowConditions),
        new("show running-config logging", ShowLogging),
    ];

    private static IEnumerable<string> AddPeer(CommandContext context)
    {
        if (!context.State.Debug.Peers.Contains(context.Address))
        {
            context.State.Debug.Peers.Add(context.Address);
        }

        return [];
    }

    private static IEnumerable<string> RemovePeer(CommandContext context)
    {
        context.State.Debug.Peers.Remove(context.Address);
        return [];
    }

    private static IEnumerable<string> Reset(CommandContext context)
    {
        context.State.Debug.Peers.Clear();
        return [];
    }

    private static IEnumerable<string> On(CommandContext context, string module, int level)
    {
        if (level is < 1 or > 255)
        {
            return ["ERROR: % Invalid input detected at '^' marker."];
        }

        context.Terminal.Debugs.On(context.State.Debug, module, level);
        return [];
    }

    private static IEnumerable<string> Off(CommandContext context, string module)
    {
        context.Terminal.Debugs.Off(module);
        return [];
    }

    private static IEnumerable<string> All(CommandContext context)
    {
        foreach (var module in context.Terminal.Debugs.Levels.Keys.ToList())
        {
            context.Terminal.Debugs.Off(module);
        }

        return [];
    }

    private static IEnumerable<string> Show(CommandContext context) =>
        context.Terminal.Debugs.Levels.Select(on => $"debug crypto {on.Key} enabled at level {on.Value}");

    private static IEnumerable<string> ShowConditions(CommandContext context)
    {
        var peers = context.State.Debug.Peers;
        return
        [
            "Crypto conditional debug is turned " + (peers.Count > 0 ? "ON" : "OFF"),
            "IKE debug context unmatched flag: OFF",
            "IPsec debug context unmatched flag: OFF",
            "",
            .. peers.Count > 0 ? (string[])["IKE peer IP address filters:", .. peers.Select(Filter)] : [],
        ];
    }

    private static IEnumerable<string> ShowLogging(CommandContext context) =>
        [
            "logging enable",
            "logging timestamp",
            "logging buffered informational",
            .. context.State.Debug.IntoLog ? (string[])["logging debug-trace"] : [],
        ];

    private static string Filter(IPAddress peer) =>
        peer.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? $"{peer}/32" : $"{peer}/128";
}
