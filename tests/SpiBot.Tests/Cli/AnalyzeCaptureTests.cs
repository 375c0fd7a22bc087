using System.Text.Json.Nodes;
using SpiBot.Tests.Gateways.CiscoAsa;

namespace SpiBot.Tests.Cli;

/// <summary>
/// What <c>analyze</c> makes of each real output, of whatever platform, held to a file per capture. The files hold no word of the captures themselves: only the verdict's ids and counts.
/// With <c>SPIBOT_GOLDEN=write</c> they are written anew; look at the difference before it is kept.
/// </summary>
public sealed class AnalyzeCaptureTests
{
    private static readonly string Folder = Checkout.PathOf("tests", "SpiBot.Tests", "Cli", "Golden");

    public static TheoryData<string> Known =>
        [
            .. Directory
                .EnumerateFiles(Folder, "*.txt", SearchOption.AllDirectories)
                .Select(file => Name(Folder, file))
                .Order(),
        ];

    [Theory]
    [MemberData(nameof(Known))]
    public async Task A_real_output_is_judged_sanely(string name)
    {
        var golden = Path.Combine(Folder, name + ".txt");
        var judged = await Judge(Captures.PathOf(name + ".txt"));
        if (Environment.GetEnvironmentVariable("SPIBOT_GOLDEN") == "write")
        {
            await File.WriteAllTextAsync(golden, judged, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(golden, TestContext.Current.CancellationToken), judged);
    }

    [Fact]
    public void Every_capture_has_its_file()
    {
        var root = Captures.PathOf("");
        var captures = Directory.EnumerateFiles(root, "*.txt", SearchOption.AllDirectories).Select(f => Name(root, f));

        Assert.Equal(captures.Order(), Known.Select(row => row.Data));
    }

    /// <summary><c>cisco_asa/show_asp_drop/1</c>.</summary>
    private static string Name(string root, string file) =>
        Path.ChangeExtension(Path.GetRelativePath(root, file), null).Replace('\\', '/');

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
