using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoFtd;

/// <summary><c>show version</c> at the <c>&gt;</c> prompt of Firepower Threat Defense: a box of dashes with the host name in it. It says neither serial number nor uptime.</summary>
public static partial class ShowVersion
{
    public const string Command = "show version";

    public static Query<UnitIdentity> Query { get; } = new(Command, Read);

    public static bool IsSignature(AnswerLine line) => BoxBeginning().IsMatch(line.Text) || Model().IsMatch(line.Text);

    public static Parsed<UnitIdentity> Read(AnswerText text) =>
        AsaAnswer.Read(
            text,
            Command,
            t =>
            {
                string? hostname = null;
                foreach (var line in t.Lines)
                {
                    if (Box().Match(line.Text) is { Success: true } box)
                    {
                        hostname = box.Groups["name"].Value;
                    }
                    else if (Model().Match(line.Text) is { Success: true } model)
                    {
                        return Parsed.Of(
                            new UnitIdentity(
                                hostname,
                                model.Groups["version"].Value,
                                SerialNumber: null,
                                Uptime: null,
                                model.Groups["model"].Value
                            )
                        );
                    }
                }

                return t.FailAtStart<UnitIdentity>(Command, "Model : Cisco … Threat Defense (…) Version … (Build …)");
            }
        );

    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    [GeneratedRegex(@"^--+\[ ?(?<name>\S+) ?\]--+$", Options)]
    private static partial Regex Box();

    [GeneratedRegex(@"^--+\[ ?\S+ ?\]--+( |$)", Options)]
    private static partial Regex BoxBeginning();

    /// <summary>The build stands behind the version, so the version is whole.</summary>
    [GeneratedRegex(
        @"^Model ?: (?<model>.* Threat Defense)( for \S+)?( v)? \([0-9]+\) Version (?<version>[0-9.]+) \(Build ",
        Options
    )]
    private static partial Regex Model();
}
