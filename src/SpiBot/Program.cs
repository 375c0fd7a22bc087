using System.CommandLine;
using SpiBot.Cli;

return await new RootCommand("SpiBot: checks IPsec tunnels from Microsoft Teams.") { ReadCommand.Create() }
    .Parse(args)
    .InvokeAsync();
