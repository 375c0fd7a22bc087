using System.Text.Json.Nodes;
using SpiBot.Cli;

namespace SpiBot.Tests.Cli;

/// <summary>Runs of <c>read</c>, over a file that lives as long as their owner.</summary>
internal sealed class ReadRun : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    public Task<CommandRun> Of(string text, params string[] options) =>
        Of(System.Text.Encoding.UTF8.GetBytes(text), options);

    public async Task<CommandRun> Of(byte[] bytes, params string[] options)
    {
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        return await Run([.. options, file]);
    }

    public static Task<CommandRun> Run(params string[] arguments) =>
        CommandRun.Of(ReadCommand.Create(), ["read", .. arguments]);

    /// <summary>The JSON of a run that must succeed.</summary>
    public static JsonObject Json(CommandRun run)
    {
        Assert.True(run.Exit == 0, run.Error);
        return JsonNode.Parse(run.Output)!.AsObject();
    }

    public static string? Command(CommandRun run) => (string?)Json(run)["command"];

    public static void AssertJson(string expected, string actual) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), JsonNode.Parse(actual)!.ToJsonString());
}
