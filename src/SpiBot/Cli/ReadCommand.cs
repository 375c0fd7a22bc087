using System.CommandLine;
using System.Net;
using SpiBot.Gateways.Pasted;

namespace SpiBot.Cli;

/// <summary>
/// <c>spibot read [--platform cisco_asa] [--command "show crypto ipsec sa"] [--local ADDRESS] [--all] FILE</c>: prints as JSON what was understood of a saved output.
/// Exit code 2, and one line on standard error, where it was not understood or could not be read from the file. Session keys and passwords in it are masked before anything else.
/// </summary>
public static class ReadCommand
{
    private const int NotUnderstood = 2;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The saved output; - reads standard input." };
        var platform = new Option<string?>("--platform")
        {
            Description =
                $"Which kind of device printed it: {string.Join(", ", PlatformCommands.All.Select(p => p.Id))}. Recognised from the text when left out.",
        };
        var command = new Option<string?>("--command")
        {
            Description = "Which command's output it is. Recognised from the text when left out.",
        };
        var local = new Option<string?>("--local")
        {
            Description =
                "The device's own VPN address, for outputs that do not say which end it is (ip xfrm state, show crypto isakmp sa of IOS).",
        };
        var all = new Option<bool>("--all")
        {
            Description = "Every output in the file, and in words what was not understood.",
        };
        var read = new Command("read", "Print as JSON what SpiBot understands of a saved output.")
        {
            file,
            platform,
            command,
            local,
            all,
        };
        read.SetAction(
            async (invocation, ct) =>
            {
                var (output, error) = (
                    invocation.InvocationConfiguration.Output,
                    invocation.InvocationConfiguration.Error
                );
                var (json, failure) = await Read(
                    new Request(
                        invocation.GetRequiredValue(file),
                        invocation.GetValue(platform),
                        invocation.GetValue(command),
                        invocation.GetValue(local),
                        invocation.GetValue(all)
                    ),
                    ct
                );
                if (json is null)
                {
                    await error.WriteLineAsync(TerminalLine.Of(failure));
                    return NotUnderstood;
                }

                await output.WriteLineAsync(json);
                return 0;
            }
        );
        return read;
    }

    private sealed record Request(string File, string? Platform, string? Command, string? Local, bool All);

    private static async Task<(string? Json, string Failure)> Read(Request request, CancellationToken ct)
    {
        IPAddress? local = null;
        if (request.Local is not null && !IPAddress.TryParse(request.Local, out local))
        {
            return (null, $"--local: expected the device's own address, found \"{request.Local}\"");
        }

        var (text, unreadable) = await ReadSavedText.Read(request.File, ct);
        if (text is null)
        {
            return (null, unreadable);
        }

        return request.All && request.Command is null ? ReadAll(request, text, local) : ReadOne(request, text, local);
    }

    private static (string? Json, string Failure) ReadOne(Request request, string text, IPAddress? local)
    {
        var recognised = Recognition.Find(text, request.Platform, request.Command);
        if (!recognised.Succeeded)
        {
            return (null, $"{request.File}: {recognised.Failure}");
        }

        var value = recognised.Value.Read();
        return value.Succeeded
            ? (ReadJson.Of(recognised.Value.Command, value.Value, local), "")
            : (null, $"{request.File}: {value.Failure}");
    }

    private static (string? Json, string Failure) ReadAll(Request request, string text, IPAddress? local)
    {
        if (
            request.Platform is { } platform
            && PlatformCommands.All.All(p => !p.Id.Equals(platform, StringComparison.OrdinalIgnoreCase))
        )
        {
            return (
                null,
                $"--platform: expected one of {string.Join(", ", PlatformCommands.All.Select(p => p.Id))}, found \"{platform}\""
            );
        }

        var pasted = PastedOutput.Read(text, request.Platform);
        return pasted.Understood.Count > 0
            ? (ReadJson.Of(pasted, local), "")
            : (null, $"{request.File}: {string.Join(' ', pasted.NotUnderstood)}");
    }
}
