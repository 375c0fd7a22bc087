using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using SpiBot.Lab;
using SpiBot.Lab.Cli;

namespace SpiBot.EndToEnd;

/// <summary>The Lab as somebody starts and ends it.</summary>
public sealed class LabItselfTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_ends_with_a_signal_while_a_browser_holds_on_and_leaves_no_process_and_no_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        var temporary = Directory.CreateTempSubdirectory("spibot-test-");
        var start = new ProcessStartInfo("dotnet", [typeof(RunningLab).Assembly.Location, "--scenario", "healthy"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["TMPDIR"] = temporary.FullName;
        using var lab = Process.Start(start)!;
        var errors = lab.StandardError.ReadToEndAsync(Ct);
        var ready = await lab.StandardOutput.ReadLineAsync(Ct);
        Assert.StartsWith("Lab ready: http://127.0.0.1:", ready);
        using var browser = await HalfARequest(new Uri(ready!["Lab ready: ".Length..]));

        using (var kill = Process.Start("kill", ["-TERM", lab.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(Ct);
        await lab.WaitForExitAsync(Ct);

        // Both end only when the last process that inherited them has.
        Assert.Empty(await lab.StandardOutput.ReadToEndAsync(Ct));
        Assert.Equal((0, ""), (lab.ExitCode, Complaints(await errors)));
        Assert.Empty(temporary.EnumerateDirectories("spibot-lab*"));
        temporary.Delete(recursive: true);
    }

    [Fact]
    public async Task Where_its_certificate_is_not_trusted_the_story_goes_its_way_without_vault_and_tokens()
    {
        await using var lab = await RunningLab.Start(
            new LabOptions
            {
                Scenario = "peer-on-old-sa",
                PagePort = null,
                Greets = false,
                WithoutAzure = true,
            },
            TimeProvider.System,
            _ => { },
            Ct
        );
        var runner = new StepRunner(lab.Channel, lab.Teams, TimeProvider.System);

        foreach (var step in (string[])["check 203.0.113.9", "press:Propose the clear", "lead: press:Approve"])
            Assert.Null((await runner.Run(Step.Parse(step)!, _ => { }, Ct)).Problem);

        Assert.Contains("The tunnel came back", lab.Channel.Transcript.Snapshot()[^1].Text);
    }

    /// <summary>A connection in the middle of a request, as a browser that is slow leaves it.</summary>
    private static async Task<TcpClient> HalfARequest(Uri page)
    {
        var client = new TcpClient();
        await client.ConnectAsync(page.Host, page.Port, Ct);
        await client
            .GetStream()
            .WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST /lab/say HTTP/1.1\r\nHost: {page.Authority}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
                ),
                Ct
            );
        return client;
    }

    private static string Complaints(string errors) =>
        string.Join(
            '\n',
            errors
                .Split('\n')
                .Where(line =>
                    line.Contains("cleanly", StringComparison.Ordinal)
                    || line.Contains("by itself", StringComparison.Ordinal)
                )
        );
}
