using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Commands;

/// <summary><c>clear asp drop [frame|flow [keyword]]</c>: zeroes, stamps who did it, and says nothing.</summary>
public static class ClearDrops
{
    public static IEnumerable<string> Clear(CommandContext context, DropSection? section, string? keyword)
    {
        context.State.Drops.Clear(section, keyword, new Clearing(context.Now, context.User));
        return [];
    }
}
