using System.CommandLine;
using System.IO.Compression;
using System.Text;

namespace SpiBot.Cli;

/// <summary><c>spibot manifest --app-id GUID --host HOST [--out FILE]</c>: the Teams app package, filled in and zipped, ready to upload.</summary>
public static class ManifestCommand
{
    private static readonly string[] Icons = ["color.png", "outline.png"];

    public static Command Create()
    {
        var appId = new Option<string>("--app-id")
        {
            Description = "The bot's app id (the managed identity's client id)",
            Required = true,
        };
        var host = new Option<string>("--host") { Description = "The public host name of the bot", Required = true };
        var output = new Option<string>("--out")
        {
            Description = "Where to write",
            DefaultValueFactory = _ => "spibot-teams.zip",
        };
        var command = new Command("manifest", "Makes the Teams app package (a zip) from manifest/")
        {
            appId,
            host,
            output,
        };
        command.SetAction(
            (parsed, ct) =>
                Run(parsed.GetRequiredValue(appId), parsed.GetRequiredValue(host), parsed.GetRequiredValue(output), ct)
        );
        return command;
    }

    /// <summary>The manifest's text with its two blanks filled.</summary>
    public static string Fill(string template, Guid appId, string host) =>
        template
            .Replace("${BOT_APP_ID}", appId.ToString("d"), StringComparison.Ordinal)
            .Replace("${HOST}", host, StringComparison.Ordinal);

    private static async Task<int> Run(string appId, string host, string output, CancellationToken ct)
    {
        if (!Guid.TryParse(appId, out var id))
        {
            await Console.Error.WriteLineAsync($"--app-id: \"{appId}\" is not a GUID");
            return 2;
        }

        if (Uri.CheckHostName(host) != UriHostNameType.Dns)
        {
            await Console.Error.WriteLineAsync(
                $"--host: \"{host}\" is not a host name (give bot.example.org, without https://)"
            );
            return 2;
        }

        var folder = Path.Combine(AppContext.BaseDirectory, "manifest");
        try
        {
            // Whole before it is written: what fails or is broken off leaves the file that was there.
            using var package = new MemoryStream();
            await using (var zip = new ZipArchive(package, ZipArchiveMode.Create, leaveOpen: true))
            {
                var template = await File.ReadAllTextAsync(Path.Combine(folder, "manifest.json"), ct);
                await using (var entry = await zip.CreateEntry("manifest.json").OpenAsync(ct))
                {
                    await entry.WriteAsync(Encoding.UTF8.GetBytes(Fill(template, id, host)), ct);
                }

                foreach (var icon in Icons)
                {
                    await zip.CreateEntryFromFileAsync(Path.Combine(folder, icon), icon, ct);
                }
            }

            await File.WriteAllBytesAsync(output, package.ToArray(), ct);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{output} could not be written: {failure.Message}");
            return 2;
        }

        Console.WriteLine(Path.GetFullPath(output));
        return 0;
    }
}
