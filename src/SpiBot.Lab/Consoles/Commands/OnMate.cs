using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Commands;

/// <summary>
/// <c>failover exec mate …</c>: the other unit of the pair, asked through this one; the few commands that are of use there. Of a pair that is none, and for
/// <c>debug</c>, which is closed to it, an error.
/// </summary>
public static class OnMate
{
    public static IEnumerable<string> Run(CommandContext context)
    {
        var box = context.Box;
        if (box.Unit == FailoverUnit.None)
        {
            return ["ERROR: failover is not enabled"];
        }

        var captures = context.State.CapturesOfMate;
        return context.Arguments[0].Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["show", "version", ..] => [$"Serial Number: {box.SerialThere}"],
            ["show", "capture"] => Captures.List(captures),
            ["no", "capture", var name] => Captures.Remove(captures, name),
            _ => ["ERROR: % Invalid input detected at '^' marker."],
        };
    }
}
