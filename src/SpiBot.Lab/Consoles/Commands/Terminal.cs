namespace SpiBot.Lab.Consoles.Commands;

/// <summary>Commands about the session itself.</summary>
public static class Terminal
{
    public static IEnumerable<string> SetPager(CommandContext context)
    {
        context.Terminal.SetPagerLines(int.Parse(context.Arguments[0]));
        return [];
    }

    public static IEnumerable<string> ShowPager(CommandContext context)
    {
        var lines = context.Terminal.PagerLines();
        return [lines == 0 ? "no pager" : $"pager lines {lines}"];
    }

    public static IEnumerable<string> Show(CommandContext context) =>
        ["", "Width = 80, no monitor", "terminal interactive"];

    public static IEnumerable<string> ShowPrivilege(CommandContext context)
    {
        var privileged = context.Terminal.IsPrivileged();
        return
        [
            $"Username : {context.User}",
            $"Current privilege level : {(privileged ? 15 : 1)}",
            $"Current Mode/s : {(privileged ? "P_PRIV" : "P_UNPR")}",
        ];
    }
}
