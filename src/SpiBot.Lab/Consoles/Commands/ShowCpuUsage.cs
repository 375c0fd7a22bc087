namespace SpiBot.Lab.Consoles.Commands;

/// <summary><c>show cpu usage</c>.</summary>
public static class ShowCpuUsage
{
    public static IEnumerable<string> Print(CommandContext context)
    {
        var now = context.Box.Traits.CpuPercent;
        return [$"CPU utilization for 5 seconds = {now}%; 1 minute: {now}%; 5 minutes: {now}%"];
    }
}
