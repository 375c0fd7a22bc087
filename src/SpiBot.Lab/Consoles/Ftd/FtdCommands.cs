using SpiBot.Lab.Consoles.Commands;

namespace SpiBot.Lab.Consoles.Ftd;

/// <summary>What may be typed at the <c>&gt;</c> of an FTD: the <c>show</c>s of an ASA, a version of its own, clears with words of their own, and captures.</summary>
public static class FtdCommands
{
    private static readonly string[] NotThere =
    [
        "show version",
        "show curpriv",
        "show pager",
        "show terminal",
        "show mode",
        "show ssh sessions",
    ];

    /// <summary>Goes into the diagnostic CLI, so the session runs it.</summary>
    public static Command Diagnose { get; } = new("system support diagnostic-cli", _ => []);

    public static IReadOnlyList<Command> All { get; } =
    [
        Diagnose,
        new("exit", _ => []) { EndsSession = true },
        new("logout", _ => []) { EndsSession = true },
        new("show version", Version),
        new("clear ipsec sa", ClearSas.AllChildren),
        new("clear ipsec sa peer <address>", ClearSas.PeerChildren),
        new("clear ipsec sa inactive", ClearSas.Inactive),
        new("clear ikev1 sa", c => ClearSas.Ike(c, 1)),
        new("clear ikev1 sa <address>", c => ClearSas.PeerIke(c, 1)),
        new("clear ikev2 sa", c => ClearSas.Ike(c, 2)),
        new("clear ikev2 sa <address>", c => ClearSas.PeerIke(c, 2)),
        new("capture <word> <rest>", Captures.Set),
        new("no capture <word>", c => Captures.Remove(c.State.Captures, c.Arguments[0])),
        .. CommandList.All.Where(c =>
            c.Syntax.StartsWith("show ", StringComparison.Ordinal) && !NotThere.Contains(c.Syntax)
        ),
    ];

    public static bool IsChange(CommandMatch match) => match.Canonical.Split(' ')[0] is "clear" or "capture" or "no";

    private static IEnumerable<string> Version(CommandContext context)
    {
        var box = context.Box;
        return
        [
            $"-------------------[ {box.Name} ]--------------------",
            $"Model                     : Cisco {box.Model} Threat Defense (78) Version {box.Version} (Build 208)",
            "UUID                      : 5e0c1c9a-0000-11ee-8000-000000000001",
            "LSP version               : lsp-rel-20231011-1536",
            "VDB version               : 374",
            new string('-', 52),
        ];
    }
}
