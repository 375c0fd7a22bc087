using System.Diagnostics;
using System.Text.Json.Nodes;
using SpiBot.Hosting;

namespace SpiBot.Tests.Deployment;

public sealed class BicepTests
{
    private static readonly string Main = Checkout.PathOf("deploymentTemplates", "main.bicep");

    [Fact]
    public async Task The_templates_are_clean() => Assert.Equal("", await Bicep("lint", Main));

    [Fact]
    public async Task What_SpiBot_does_not_start_without_is_there_before_it()
    {
        var resources = JsonNode.Parse(await Bicep("build", "--stdout", Main))!["resources"]!.AsArray();
        var app = resources.Single(resource => Type(resource) == "Microsoft.App/containerApps")!;
        var before = app["dependsOn"]!.ToJsonString();
        // The journal's key, the right to read it, the right to pull the image, and who signs in to the database.
        Assert.Contains("Microsoft.KeyVault/vaults/secrets", before);
        Assert.Contains("variables(\\u0027keyVaultSecretsUser\\u0027)", before);
        Assert.Contains("variables(\\u0027acrPull\\u0027)", before);
        Assert.Contains("\\u0027database-administrator\\u0027", before);
        var signsIn = resources.Single(resource => Type(resource) == "Microsoft.Resources/deployments")!;
        Assert.Contains("flexibleServers/databases", signsIn["dependsOn"]!.ToJsonString());

        var template = app["properties"]!["template"]!;
        Assert.True(template["terminationGracePeriodSeconds"]!.GetValue<int>() > SpiBotHost.StopsWithin.TotalSeconds);
        var container = template["containers"]![0]!;
        Assert.Contains("uniqueString(parameters(\\u0027inventory\\u0027))", container["env"]!.ToJsonString());
        Assert.Equal(
            ["Startup", "Liveness", "Readiness"],
            container["probes"]!.AsArray().Select(probe => probe!["type"]!.GetValue<string>())
        );
    }

    private static string? Type(JsonNode? resource) => resource!["type"]!.GetValue<string>();

    /// <returns>All that it printed; it has to succeed.</returns>
    private static async Task<string> Bicep(params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the bicep compiler comes as a package for Linux");
        var run = new ProcessStartInfo(Checkout.Bicep, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var bicep = Process.Start(run)!;
        var output = bicep.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = bicep.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bicep.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("", await error);
        Assert.Equal(0, bicep.ExitCode);
        return await output;
    }
}
