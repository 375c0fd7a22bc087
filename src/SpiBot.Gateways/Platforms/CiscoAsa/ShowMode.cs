using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary><c>show mode</c>: <c>Security context mode: single</c> or <c>multiple</c>.</summary>
public static class ShowMode
{
    public const string Command = "show mode";

    private const string Mode = "Security context mode:";

    public static Query<ContextMode> Query { get; } = new(Command, Read);

    public static Parsed<ContextMode> Read(AnswerText text) =>
        AsaAnswer.Read(
            text,
            Command,
            t =>
            {
                foreach (var line in t.Lines)
                {
                    if (line.After(Mode)?.ToLowerInvariant() is "single" or "multiple")
                    {
                        return Parsed.Of(
                            new ContextMode(line.Text.EndsWith("multiple", StringComparison.OrdinalIgnoreCase))
                        );
                    }
                }

                return t.FailAtStart<ContextMode>(Command, $"{Mode} single, or multiple");
            }
        );

    internal static bool IsSignature(AnswerLine line) => line.Begins(Mode);
}
