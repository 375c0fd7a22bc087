using System.Net;

namespace SpiBot.Gateways.Pasted;

/// <summary>What to run instead, where the output of another command was pasted.</summary>
internal static class Advice
{
    /// <returns>Null where nothing tells what the lines are.</returns>
    public static string? For(Section section, IPAddress? peer)
    {
        if (
            section is { Typed: { } command, Commands.Count: 0 }
            && CommandLine.Commands(command, SavedCommand.All) is [var known, ..]
        )
        {
            return $"output of the platform that was asked for; this is `{known.Command}` of {PlatformCommands.Of(known.Platform).Name}";
        }

        if (section.Typed is { } typed && section.Commands.Count == 0 && section.Text.Lines.Count > 0)
        {
            var other =
                OtherOutput.Typed(typed)
                ?? section.Text.Lines.Select(OtherOutput.Of).FirstOrDefault(o => o is not null);
            return other is null ? null : Run(other with { What = typed }, peer);
        }

        return section.Text.Lines.Select(OtherOutput.Of).FirstOrDefault(o => o is not null) is { } found
            ? Run(found, peer)
            : null;
    }

    /// <summary>Which command shows the SPIs on each platform.</summary>
    public static string ForAnyPlatform(IPAddress? peer) => $"What shows the SPIs: {OnEach(peer)}";

    /// <summary>That command of each platform.</summary>
    public static string OnEach(IPAddress? peer) =>
        string.Join("; ", PlatformCommands.All.Select(p => $"on {p.Name} `{p.ForPeer(peer)}`"));

    private static string Run(OtherOutput other, IPAddress? peer)
    {
        var platform = PlatformCommands.Of(other.Platform);
        return $"the output of `{platform.ForPeer(peer)}`; this looks like {other.What} of {platform.Name}, which is not read for SPIs. Run there: {platform.ForPeer(peer)}";
    }
}
