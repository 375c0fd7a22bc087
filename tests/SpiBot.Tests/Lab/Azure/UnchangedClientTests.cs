using System.Diagnostics;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using SpiBot.Lab.Azure;

namespace SpiBot.Tests.Lab.Azure;

/// <summary>
/// The unchanged <see cref="DefaultAzureCredential"/> and <see cref="SecretClient"/>, told of the stand-in by nothing but the environment. SSL_CERT_FILE is read when a process starts,
/// so this starts the test program once more, for the one test that is the client.
/// </summary>
public sealed class UnchangedClientTests
{
    [Fact]
    public async Task The_environment_for_SpiBot_is_all_that_Azures_clients_need()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux does .NET honour SSL_CERT_FILE.");
        var ct = TestContext.Current.CancellationToken;
        await using var azure = await AzureStandIn.Start(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["hq-fw1"] = "from the vault" },
            ct
        );

        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "SpiBot.Tests"))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "--explicit", "only", "--filter-method", "*.Client_in_a_process_of_its_own" },
        };
        foreach (var (name, value) in azure.EnvironmentForSpiBot)
            start.Environment[name] = value;

        using var client = Process.Start(start)!;
        try
        {
            var output = client.StandardOutput.ReadToEndAsync(ct);
            var errors = client.StandardError.ReadToEndAsync(ct);
            await client.WaitForExitAsync(ct);
            Assert.True(client.ExitCode == 0, await output + await errors);
            Assert.Contains("succeeded: 1", await output, StringComparison.Ordinal);
        }
        finally
        {
            if (!client.HasExited)
                client.Kill(entireProcessTree: true);
        }
    }

    [Fact(Explicit = true)]
    public async Task Client_in_a_process_of_its_own()
    {
        var vault = new SecretClient(
            new Uri(Environment.GetEnvironmentVariable("Vault__Uri")!),
            new DefaultAzureCredential(new DefaultAzureCredentialOptions { DisableInstanceDiscovery = true }),
            new SecretClientOptions { DisableChallengeResourceVerification = true }
        );

        KeyVaultSecret secret = await vault.GetSecretAsync(
            "hq-fw1",
            cancellationToken: TestContext.Current.CancellationToken
        );

        Assert.Equal("from the vault", secret.Value);
    }
}
