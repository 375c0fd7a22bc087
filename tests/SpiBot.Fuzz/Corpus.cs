using SpiBot.Lab.Consoles;
using SpiBot.Lab.Consoles.Commands;
using SpiBot.Lab.Consoles.Ios;
using SpiBot.Lab.Firewalls;
using SpiBot.Lab.Scenarios;
using SpiBot.Tests.Gateways.Pasted;

namespace SpiBot.Fuzz;

/// <summary>What is damaged: everything that the Lab's boxes show, in several releases and stories, and the samples of the other platforms.</summary>
internal static class Corpus
{
    private static readonly string[] Releases = ["8.4(7)", "9.16(4)", "9.22(1)1"];

    public static IReadOnlyList<string> Texts { get; } =
    [.. FromTheLab().Concat(SampleOutputs.All.Select(s => s.Text)).Distinct()];

    private static IEnumerable<string> FromTheLab()
    {
        foreach (var scenario in LabNetwork.Scenarios)
        {
            // A fixed seed and a clock that stands still: the same texts in every run.
            var network = new LabNetwork(scenario, new StoppedClock());
            foreach (var release in Releases)
            {
                network.Firewall("hq-fw1").Traits = new FirewallTraits { Version = release };
                foreach (var text in Shown(network, "hq-fw1", CommandList.All))
                {
                    yield return text;
                }
            }

            foreach (var text in Shown(network, "munich-rtr1", IosCommands.All))
            {
                yield return text;
            }
        }
    }

    private static List<string> Shown(LabNetwork network, string gateway, IEnumerable<Command> commands) =>
        network.Look(world =>
            commands
                .Where(command => command.Syntax.StartsWith("show ", StringComparison.Ordinal))
                .Select(command =>
                    string.Concat(
                        command
                            .Run(
                                new CommandContext(
                                    world,
                                    world.Of(network.Firewall(gateway)),
                                    Arguments(command.Syntax, gateway),
                                    "spibot",
                                    new ConsoleTerminal(() => 24, _ => { }, () => true)
                                )
                            )
                            .Select(line => line + "\n")
                    )
                )
                .Where(text => text.Length > 0)
                .ToList()
        );

    private static IReadOnlyList<string> Arguments(string syntax, string gateway) =>
        [
            .. syntax
                .Split(' ')
                .Where(word => word[0] == '<')
                .Select(word =>
                    word switch
                    {
                        "<address>" => gateway == "hq-fw1" ? "203.0.113.9" : "198.51.100.1",
                        "<number>" => "1",
                        _ => DropReason.InvalidSpi,
                    }
                ),
        ];

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 23, 2, 27, 40, TimeSpan.Zero);
    }
}
