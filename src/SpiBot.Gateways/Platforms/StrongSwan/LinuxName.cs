using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.StrongSwan;

/// <summary><c>uname -n</c>: the host's name, alone on its line.</summary>
public static class LinuxName
{
    public const string Command = "uname -n";

    public static Query<string> Query { get; } = new(Command, Read);

    public static Parsed<string> Read(AnswerText text)
    {
        return text.Lines is [var line] && !line.Text.Contains(' ')
            ? Parsed.Of(line.Text)
            : text.FailAtStart<string>(Command, "one line with the host's name");
    }
}
