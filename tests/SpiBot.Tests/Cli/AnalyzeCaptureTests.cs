using System.Text.Json.Nodes;
using SpiBot.Tests.Gateways.CiscoAsa;

namespace SpiBot.Tests.Cli;

/// <summary>
/// What <c>analyze</c> makes of each real ASA output, held to a file per capture. The files hold no word of the captures themselves: only the verdict's ids and counts.
/// With <c>SPIBOT_GOLDEN=write</c> they are written anew; look at the difference before it is kept.
/// </summary>
public sealed class AnalyzeCaptureTests
{
    private static readonly string Folder = Checkout.PathOf("tests", "SpiBot.Tests", "Cli", "Golden");

    public static TheoryData<string> Known =>
        [.. Directory.EnumerateFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Known))]
    public async Task A_real_output_is_judged_sanely(string name)
    {
        var file = Captures.PathOf($"cisco_asa/{name.Replace('.', '/')}.txt");
        var golden = Path.Combine(Folder, name + ".txt");
        var judged = await Judge(file);
        if (Environment.GetEnvironmentVariable("SPIBOT_GOLDEN") == "write")
        {
            await File.WriteAllTextAsync(golden, judged, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(golden, TestContext.Current.CancellationToken), judged);
    }

    [Fact]
    public void Every_capture_of_a_command_has_its_file()
    {
        var captures = Directory
            .EnumerateDirectories(Captures.PathOf("cisco_asa"), "show_*")
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.txt"))
            .Select(file =>
                $"{Path.GetFileName(Path.GetDirectoryName(file))}.{Path.GetFileNameWithoutExtension(file)}"
            );

        Assert.Equal(captures.Order(), Known.Select(row => row.Data));
    }

    private static async Task<string> Judge(string file)
    {
        var (exit, output, error) = await AnalyzeRun.Run(file, "--json");
        if (exit != 0)
        {
            Assert.Equal("", output);
            Assert.Contains(file, error, StringComparison.Ordinal);
            return $"refused, exit code {exit}\n";
        }

        var json = JsonNode.Parse(output)!;
        var findings = json["findings"]!.AsArray().Select(f => $"{f!["cause"]} {f["confidence"]}");
        var rows = json["comparison"]!.AsArray().Select(r => (string)r!["verdict"]!).CountBy(v => v);
        var remedies = json["remedies"]!.AsArray().Select(r => $"{r!["kind"]} {r["helps"]}");
        return $"""
            findings: {string.Join(", ", findings)}
            comparison: {string.Join(", ", rows.Select(r => $"{r.Value} {r.Key}"))}
            remedies: {string.Join(", ", remedies)}
            missing: {json["missing"]!.AsArray().Count}

            """;
    }
}
