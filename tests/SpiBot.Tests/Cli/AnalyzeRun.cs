using System.Text.Json.Nodes;
using SpiBot.Cli;

namespace SpiBot.Tests.Cli;

/// <summary>One run of <c>analyze</c> over texts that are saved in a folder of their own for as long as the run's owner lives.</summary>
internal sealed class AnalyzeRun : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("analyze");

    public void Dispose() => folder.Delete(recursive: true);

    public string Save(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The JSON of a run that must succeed.</summary>
    public static async Task<JsonNode> Json(params string[] arguments)
    {
        var (exit, output, error) = await Run([.. arguments, "--json"]);
        Assert.True(exit == 0, error);
        return JsonNode.Parse(output)!;
    }

    /// <summary>The one line of a run that must be refused.</summary>
    public static async Task<string> Refused(params string[] arguments)
    {
        var (exit, output, error) = await Run(arguments);
        Assert.Equal((2, ""), (exit, output));
        Assert.Equal(1, error.Count(c => c == '\n'));
        return error;
    }

    public static Task<CommandRun> Run(params string[] arguments) =>
        CommandRun.Of(AnalyzeCommand.Create(), ["analyze", .. arguments]);

    public static string Cause(JsonNode json) => (string)json["cause"]!;

    public static IReadOnlyList<string> Missing(JsonNode json) =>
        [.. json["missing"]!.AsArray().Select(m => (string)m!)];
}
