using System.Text;

namespace SpiBot.Cli;

/// <summary>A saved output as text: UTF-8, or what its byte order mark says (PowerShell writes UTF-16). Bytes that are neither become replacement characters.</summary>
internal static class ReadSavedText
{
    /// <returns>The text, or one sentence that says why there is none.</returns>
    public static async Task<(string? Text, string Failure)> Read(string file, CancellationToken ct)
    {
        try
        {
            await using var stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
            return (await reader.ReadToEndAsync(ct), "");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, $"{file}: no such file; expected a saved output, or - for standard input");
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(file))
        {
            return (null, $"{file}: is a folder; expected a file with a saved output");
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, $"{file}: could not be read: {e.Message}");
        }
    }
}
