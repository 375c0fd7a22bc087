using System.Net;
using SpiBot.Tests.Gateways.Pasted;

namespace SpiBot.Tests.Operations;

/// <summary>
/// What acme (192.0.2.77) would paste of its tunnel with hq-fw1 (198.51.100.1), if its gateway were of this platform or that: accepts 0x40000001, sends with 0x30000001.
/// </summary>
internal static class PastedByAcme
{
    private const string Accepts = "40000001";
    private const string Sends = "30000001";

    public static IReadOnlyList<(string Name, string Text)> All { get; } =
    [
        ("ASA", Theirs(SampleOutputs.Asa, ["E6376DE9"], ["0046AB35", "46AB35"])),
        ("IOS", OfThere(SampleOutputs.Ios, ["46AB35"], ["E6376DE9"])),
        ("FortiGate", Theirs(SampleOutputs.Forti, ["24c2ab68"], ["0dd3fc4c"])),
        ("PAN-OS", Theirs(SampleOutputs.PanOs, ["CBF7DC1D"], ["5D1568FD"])),
        ("Junos", Theirs(SampleOutputs.Junos, ["ec78f80e"], ["49d6a12c"])),
        ("swanctl", Theirs(SampleOutputs.Swanctl, ["cd5c1aef"], ["cb0c1fd9"])),
        ("ipsec statusall", Theirs(SampleOutputs.Statusall, ["c8f6a8c4"], ["c1b2d3e4"])),
        ("xfrm", Theirs(SampleOutputs.Xfrm, ["cd5c1aef"], ["c1b2d3e4"])),
    ];

    public static IEnumerable<(string How, string Text)> Mangled(string text)
    {
        var lines = text.Split('\n');
        yield return ("as it is", text);
        yield return (
            "indentation and runs of blanks eaten",
            string.Join('\n', lines.Select(line => string.Join(' ', Words(line))))
        );
        yield return ("wrapped", string.Join('\n', lines.SelectMany(line => PasteWrap.Of(line, 60))));
        yield return ("a code block", $"Here it is:\n```\n{text}\n```");
        yield return (
            "HTML",
            "<pre><code>"
                + WebUtility
                    .HtmlEncode(text)
                    .Replace("  ", "&nbsp; ", StringComparison.Ordinal)
                    .Replace("\n", "<br>", StringComparison.Ordinal)
                + "</code></pre>"
        );
        yield return ("only the lines with the SPIs", string.Join('\n', lines.Where(NamesSpi)));
    }

    private static bool NamesSpi(string line) =>
        line.Contains(Accepts, StringComparison.Ordinal)
        || line.Contains(Sends, StringComparison.Ordinal)
        || line.EndsWith("esp sas:", StringComparison.Ordinal)
        || line.StartsWith("src ", StringComparison.Ordinal);

    private static string[] Words(string line) =>
        line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Of a sample whose machine is 198.51.100.1: ends and networks change places.</summary>
    private static string Theirs(string sample, IEnumerable<string> accepts, IEnumerable<string> sends) =>
        WithSpis(
            Swapped(Swapped(sample, "198.51.100.1", "203.0.113.9"), "10.1.0.0", "10.2.0.0")
                .Replace("203.0.113.9", "192.0.2.77", StringComparison.Ordinal)
                .Replace("[tcp/443]", "", StringComparison.Ordinal),
            accepts,
            sends
        );

    /// <summary>Of a sample whose machine is 203.0.113.9.</summary>
    private static string OfThere(string sample, IEnumerable<string> accepts, IEnumerable<string> sends) =>
        WithSpis(sample.Replace("203.0.113.9", "192.0.2.77", StringComparison.Ordinal), accepts, sends);

    private static string WithSpis(string text, IEnumerable<string> accepts, IEnumerable<string> sends)
    {
        foreach (var (printed, spi) in accepts.Select(p => (p, Accepts)).Concat(sends.Select(p => (p, Sends))))
        {
            text = text.Replace(printed, spi, StringComparison.Ordinal);
        }

        return text;
    }

    private static string Swapped(string text, string one, string other) =>
        text.Replace(one, "\u0001", StringComparison.Ordinal)
            .Replace(other, one, StringComparison.Ordinal)
            .Replace("\u0001", other, StringComparison.Ordinal);
}
