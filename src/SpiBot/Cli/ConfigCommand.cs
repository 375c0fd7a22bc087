using System.CommandLine;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Cli;

/// <summary><c>spibot config check</c>: says line by line what is wrong with a configuration.</summary>
public static class ConfigCommand
{
    private const int Fine = 0;
    private const int Wrong = 2;

    /// <param name="platforms">The ids a gateway's <c>platform</c> may be.</param>
    /// <param name="inventoryFile">The inventory that SpiBot would read, where <c>--inventory</c> names no other.</param>
    /// <param name="otherChecks">Each looks at one part of the other settings and returns its problems, a sentence each, the setting's key first.</param>
    public static Command Create(
        IReadOnlyCollection<string> platforms,
        string inventoryFile,
        IReadOnlyList<Func<IReadOnlyList<string>>> otherChecks
    )
    {
        var inventory = new Option<string>("--inventory")
        {
            Description = "The inventory file to check.",
            DefaultValueFactory = _ => inventoryFile,
            HelpName = "FILE",
        };
        var check = new Command(
            "check",
            "Says what is wrong with the configuration, line by line; exit code 2 if anything is."
        )
        {
            inventory,
        };
        check.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var reading = GatewayInventoryFile.ReadFile(parsed.GetRequiredValue(inventory), platforms);
            var problems = reading.Problems.Concat(otherChecks.SelectMany(problemsOf => problemsOf())).ToList();
            problems.ForEach(output.WriteLine);
            if (problems.Count > 0)
            {
                return Wrong;
            }

            output.WriteLine(Summary(reading.Inventory!));
            return Fine;
        });
        return new Command("config", "About SpiBot's configuration.") { check };
    }

    private static string Summary(GatewayInventory inventory) =>
        $"The configuration is fine: {Count(inventory.Gateways.Count, "gateway")}, {Count(inventory.Leads.Count, "lead")}.";

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
