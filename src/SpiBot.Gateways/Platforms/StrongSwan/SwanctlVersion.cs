using System.Text.RegularExpressions;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.StrongSwan;

/// <summary><c>swanctl --version</c>: <c>strongSwan swanctl 5.9.8</c>.</summary>
public static partial class SwanctlVersion
{
    public const string Command = "swanctl --version";

    public static Parsed<string> Read(AnswerText text)
    {
        foreach (var line in text.Lines)
        {
            if (Version().Match(line.Text) is { Success: true } match)
            {
                return Parsed.Of(match.Groups["version"].Value);
            }
        }

        return text.FailAtStart<string>(Command, "strongSwan swanctl and a version");
    }

    [GeneratedRegex(
        @"^strongSwan (swanctl )?(?<version>[0-9][0-9A-Za-z.]*)",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Version();
}
