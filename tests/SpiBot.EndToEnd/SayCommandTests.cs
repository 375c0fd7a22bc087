using System.Diagnostics;
using System.Text.Json;
using SpiBot.Lab;

namespace SpiBot.EndToEnd;

/// <summary>The Lab's command line as a process of its own.</summary>
public sealed class SayCommandTests
{
    [Fact]
    public async Task Say_prints_one_json_array_and_nothing_else_and_leaves_nothing_behind()
    {
        var (code, output, errors) = await Run(
            "say",
            "check 203.0.113.9",
            "press:Propose the clear",
            "lead: press:Approve",
            "--scenario",
            "peer-on-old-sa",
            "--json"
        );

        Assert.True(code == 0, errors);
        using var json = JsonDocument.Parse(output);
        var said = json.RootElement.EnumerateArray().ToList();
        Assert.Equal([1, 2, 3], said.Select(entry => entry.GetProperty("step").GetInt32()).Distinct());
        Assert.All(
            said,
            entry =>
                Assert.Contains(entry.GetProperty("method").GetString(), (string[])["POST", "PUT", "DELETE", "invoke"])
        );
        Assert.Contains("The tunnel came back", said[^1].GetProperty("text").GetString());
        Assert.Equal("message", said[0].GetProperty("activity").GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_step_that_cannot_be_done_ends_with_one_and_says_why()
    {
        var (code, _, errors) = await Run("say", "press:Nothing of the kind", "--scenario", "healthy");

        Assert.Equal(1, code);
        Assert.Contains("no card has a button [Nothing of the kind]", errors);
    }

    [Fact]
    public async Task An_unknown_scenario_is_answered_with_the_list_and_two()
    {
        var (code, output, errors) = await Run("--scenario", "no-such-thing");

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains("peer-on-old-sa", errors);
    }

    private static async Task<(int Code, string Output, string Errors)> Run(params string[] arguments)
    {
        var ct = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("dotnet", [typeof(RunningLab).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(ct);
        // Read to their ends: a child that lived on would hold them open.
        var errors = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await output, await errors);
    }
}
