namespace SpiBot.Lab.Consoles;

/// <summary>What an ASA says or asks in the middle of anything (facts 3).</summary>
public sealed class Interruption(LineEditor editor, TerminalOutput output)
{
    private const string ErrorReporting =
        "Would you like to enable anonymous error reporting to help improve the product? [Y]es, [N]o, [A]sk later: ";

    public static IReadOnlyList<string> Replication { get; } =
    ["Beginning configuration replication: Sending to mate.", "End Configuration Replication to mate"];

    /// <summary>Asks until it is answered. False at the end of the stream. What it says to a wrong answer is made up.</summary>
    public async Task<bool> AskAboutErrorReporting(CancellationToken ct)
    {
        while (true)
        {
            // Wider than the terminal: no prompt of a line that scrolls.
            await output.Write(ErrorReporting, ct);
            if (await editor.ReadLine("", ct) is not { } answer)
            {
                return false;
            }

            if (answer.Trim().ToUpperInvariant() is "Y" or "N" or "A")
            {
                return true;
            }

            await output.WriteLines(["Please answer Y, N or A."], ct);
        }
    }
}
