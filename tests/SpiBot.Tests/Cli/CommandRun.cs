using System.CommandLine;

namespace SpiBot.Tests.Cli;

/// <summary>How one run of a command of <c>spibot</c>, in this process, ended.</summary>
internal sealed record CommandRun(int Exit, string Output, string Error)
{
    public static async Task<CommandRun> Of(Command command, params string[] arguments)
    {
        var configuration = new InvocationConfiguration { Output = new StringWriter(), Error = new StringWriter() };
        var exit = await new RootCommand { command }
            .Parse(arguments)
            .InvokeAsync(configuration, TestContext.Current.CancellationToken);
        return new CommandRun(exit, configuration.Output.ToString()!, configuration.Error.ToString()!);
    }
}
