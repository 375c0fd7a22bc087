using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>The captures that stand on a box (or on its mate), by name.</summary>
public sealed record CaptureNames(IReadOnlyList<string> Names);

/// <summary><c>show capture</c>: <c>capture NAME type asp-drop … [Capturing - 0 bytes]</c>, each with indented <c>match</c> lines below. Nothing at all when there is none.</summary>
public static class ShowCaptures
{
    public const string Command = "show capture";

    public static Query<CaptureNames> Query { get; } = new(Command, Read);

    /// <summary>Of the other unit of a failover pair, asked through this one (command reference, <c>failover exec</c>).</summary>
    public static Query<CaptureNames> OnMate { get; } = new("failover exec mate " + Command, Read);

    public static Parsed<CaptureNames> Read(AnswerText text) =>
        AsaAnswer.Read(text, Command, t => Parsed.Of(new CaptureNames([.. t.Lines.Select(Name).OfType<string>()])));

    internal static bool IsSignature(AnswerLine line) =>
        line.Begins("capture ") && line.Text.Contains("[Capturing", StringComparison.Ordinal);

    private static string? Name(AnswerLine line) =>
        line.After("capture ") is { Length: > 0 } rest ? rest.Split(' ')[0] : null;
}
