using System.CommandLine;
using SpiBot.Cli;

namespace SpiBot.Tests.Gateways.Inventory;

public sealed class ConfigCommandTests
{
    [Fact]
    public void A_fine_configuration_is_zero()
    {
        var (code, output) = Run("{}", () => []);

        Assert.Equal(0, code);
        Assert.Equal("The configuration is fine: 0 gateways, 0 leads.\n", output);
    }

    [Fact]
    public void Every_problem_is_a_line_and_the_code_is_two()
    {
        var (code, output) = Run(
            """{"leads":["x"],"gateway":{}}""",
            () => ["Channel:AppId: is missing"],
            () => ["Vault: is not a URL"]
        );

        Assert.Equal(2, code);
        Assert.Equal(
            """
            gateway: is unknown (known: gateways, leads, roles, ask)
            leads[0]: "x" is neither an Entra object id (a GUID), nor group:, team: or owners: and one
            Channel:AppId: is missing
            Vault: is not a URL

            """,
            output
        );
    }

    private static (int Code, string Output) Run(string inventory, params Func<IReadOnlyList<string>>[] otherChecks)
    {
        var folder = Directory.CreateTempSubdirectory("spibot-config-");
        try
        {
            var file = Path.Combine(folder.FullName, "spibot.json");
            File.WriteAllText(file, inventory);
            var output = new StringWriter { NewLine = "\n" };
            var root = new RootCommand { ConfigCommand.Create(["cisco_asa"], "elsewhere.json", otherChecks) };
            var code = root.Parse(["config", "check", "--inventory", file])
                .Invoke(new InvocationConfiguration { Output = output, Error = output });
            return (code, output.ToString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
