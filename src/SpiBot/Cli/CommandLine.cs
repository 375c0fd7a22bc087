using System.CommandLine;
using SpiBot.Configuration;
using SpiBot.Hosting;

namespace SpiBot.Cli;

/// <summary>What SpiBot does without being a server: <c>read</c>, <c>analyze</c>, <c>config check</c>, <c>manifest</c>, <c>audit</c>, <c>backup</c>. Everything else on the command line is configuration of the server.</summary>
public static class CommandLine
{
    public static bool Speaks(string[] args)
    {
        if (args.Length == 0)
        {
            return false;
        }

        // A word that is no setting can only be meant for a command: a mistyped one must not start a server.
        return args[0] is "--help" or "-h" or "-?" or "--version" || !IsSetting(args[0]);
    }

    private static bool IsSetting(string arg) => arg is ['-' or '/', ..] || arg.Contains('=', StringComparison.Ordinal);

    public static Task<int> Run(string[] args)
    {
        var root = new RootCommand(
            "SpiBot: IPsec tunnels in the incident channel. Without a command it starts the bot."
        );
        foreach (var command in Commands())
        {
            root.Add(command);
        }

        return root.Parse(args).InvokeAsync();
    }

    private static Command[] Commands() =>
        [
            ReadCommand.Create(),
            AnalyzeCommand.Create(),
            Config(),
            ManifestCommand.Create(),
            DocsCommand.Create(),
            Audit(),
            BackupCommand.Create(() => SpiBotHost.Store(SpiBotHost.Builder([]).Configuration)),
        ];

    private static Command Audit()
    {
        var configuration = SpiBotHost.Builder([]).Configuration;
        return AuditCommand.Create(
            () => SpiBotHost.Store(configuration),
            () => SpiBotHost.Audit(configuration),
            () => SpiBotHost.Keys(configuration)
        );
    }

    private static Command Config()
    {
        var builder = SpiBotHost.Builder([]);
        return ConfigCommand.Create(
            SpiBotConfiguration.Platforms,
            SpiBotConfiguration.InventoryPath(builder.Configuration),
            [() => SpiBotConfiguration.OtherProblems(builder.Configuration, builder.Environment)]
        );
    }
}
