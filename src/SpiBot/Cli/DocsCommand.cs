using System.CommandLine;

namespace SpiBot.Cli;

/// <summary><c>spibot docs diagnosis</c>: prints the pages of docs/ that are made from the code. For those who work on SpiBot, so hidden.</summary>
public static class DocsCommand
{
    public static Command Create()
    {
        var diagnosis = new Command("diagnosis", "Prints docs/diagnosis.md.");
        diagnosis.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(DiagnosisDocument.Text()));
        return new Command("docs", "Prints the documentation that is made from the code.") { diagnosis }.Hide();
    }

    private static Command Hide(this Command command)
    {
        command.Hidden = true;
        return command;
    }
}
