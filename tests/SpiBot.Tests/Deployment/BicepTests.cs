using System.Diagnostics;

namespace SpiBot.Tests.Deployment;

public sealed class BicepTests
{
    [Fact]
    public async Task The_templates_are_clean()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the bicep compiler comes as a package for Linux");
        var run = new ProcessStartInfo(Checkout.Bicep)
        {
            ArgumentList = { "lint", Checkout.PathOf("deploymentTemplates", "main.bicep") },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var bicep = Process.Start(run)!;
        var output = bicep.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = bicep.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bicep.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("", await output + await error);
        Assert.Equal(0, bicep.ExitCode);
    }
}
