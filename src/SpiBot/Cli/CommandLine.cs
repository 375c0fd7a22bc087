using System.CommandLine;

namespace SpiBot.Cli;

/// <summary>What SpiBot does without being a server: <c>read</c>, <c>config check</c>, <c>manifest</c>. Everything else on the command line is configuration of the server.</summary>
public static class CommandLine
{
    public static bool Speaks(string[] args)
    {
        if (args.Length == 0)
        {
            return false;
        }

        return args[0] is "--help" or "-h" or "-?" or "--version" || Commands().Any(command => command.Name == args[0]);
    }

    public static Task<int> Run(string[] args)
    {
        var root = new RootCommand("SpiBot: IPsec tunnels in the incident channel. Without a command it starts the bot.");
        foreach (var command in Commands())
        {
            root.Add(command);
        }

        return root.Parse(args).InvokeAsync();
    }

    private static Command[] Commands() => [ReadCommand.Create(), ConfigCommand.Create(), ManifestCommand.Create()];
}
