using System.CommandLine;
using System.Text;
using SpiBot.Lab.Cli;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

var parsed = LabCommands.Root().Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
        Console.Error.WriteLine($"Lab: {error.Message}");
    return LabCommands.NotUnderstood;
}

// Ctrl-C and SIGTERM cancel; then processes and files get the time they need to go.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
