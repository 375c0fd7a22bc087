namespace SpiBot.Cli;

/// <summary>What a device or a file said, for a terminal: its control characters must not steer it, so each becomes a blank.</summary>
internal static class TerminalLine
{
    public static string Of(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
