using System.CommandLine;
using SpiBot.Gateways.Pasted;
using SpiBot.Tunnels;

namespace SpiBot.Cli;

/// <summary>
/// <c>spibot read [--platform cisco_asa] [--command "show crypto ipsec sa"] FILE</c>: prints as JSON what was understood of a saved output. Exit code 2, and one
/// line on standard error, where it was not understood or could not be read from the file.
/// </summary>
public static class ReadCommand
{
    private const int NotUnderstood = 2;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The saved output; - reads standard input." };
        var platform = new Option<string?>("--platform")
        {
            Description = "Which kind of device printed it: cisco_asa. Recognised from the text when left out.",
        };
        var command = new Option<string?>("--command")
        {
            Description = "Which command's output it is. Recognised from the text when left out.",
        };
        var read = new Command("read", "Print as JSON what SpiBot understands of a saved output.")
        {
            file,
            platform,
            command,
        };
        read.SetAction(
            async (invocation, ct) =>
            {
                var (output, error) = (
                    invocation.InvocationConfiguration.Output,
                    invocation.InvocationConfiguration.Error
                );
                var (json, failure) = await Read(
                    invocation.GetRequiredValue(file),
                    invocation.GetValue(platform),
                    invocation.GetValue(command),
                    ct
                );
                if (json is null)
                {
                    await error.WriteLineAsync(OneLine(failure));
                    return NotUnderstood;
                }

                await output.WriteLineAsync(json);
                return 0;
            }
        );
        return read;
    }

    private static async Task<(string? Json, string Failure)> Read(
        string file,
        string? platform,
        string? command,
        CancellationToken ct
    )
    {
        var (text, unreadable) = await ReadSavedText.Read(file, ct);
        if (text is null)
        {
            return (null, unreadable);
        }

        var recognised = Recognition.Find(text, platform, command);
        if (!recognised.Succeeded)
        {
            return (null, $"{file}: {recognised.Failure}");
        }

        var value = recognised.Value.Read();
        return value.Succeeded
            ? (ReadJson.Of(recognised.Value.Command, value.Value), "")
            : (null, $"{file}: {value.Failure}");
    }

    /// <summary>What a device printed must not steer the terminal it is shown on.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
