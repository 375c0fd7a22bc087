using SpiBot.Cli;
using SpiBot.Hosting;

return CommandLine.Speaks(args) ? await CommandLine.Run(args) : await SpiBotHost.Run(args);
