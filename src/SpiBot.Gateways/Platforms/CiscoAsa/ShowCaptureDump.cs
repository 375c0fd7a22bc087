using System.Globalization;
using System.Text.RegularExpressions;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// <c>show capture NAME dump</c>: for each packet a row as of <c>show capture</c> (<c>   1: 09:41:12.535281 A &gt; B: …</c>) and rows of bytes in hex (<c>0x0000   4500 0078 …</c>, 16 in a row, text
/// behind them). The row does not tell the SPI, the bytes do. Long rows may be wrapped. Unverified: nobody public showed the dump of an asp-drop capture of ESP.
/// </summary>
public static partial class ShowCaptureDump
{
    public const string Command = "show capture";

    /// <summary>An SPI is within the first hundred bytes, whatever stands before it.</summary>
    private const int MostBytes = 512;

    public static Parsed<CaptureDump> Read(AnswerText text) => AsaAnswer.Read(text, Command, ReadLines);

    internal static bool IsSignature(AnswerLine line) => CountBeginning().IsMatch(line.Text);

    private static Parsed<CaptureDump> ReadLines(AnswerText text)
    {
        int? captured = null;
        var drafts = new List<Draft>();
        foreach (var line in text.Lines)
        {
            if (Count().Match(line.Text) is { Success: true } count)
            {
                captured ??= Small(count.Groups["count"]);
            }
            else if (
                Packet().Match(line.Text) is { Success: true } packet
                && Small(packet.Groups["number"]) is { } number
            )
            {
                drafts.Add(new Draft(number, Time(packet.Groups["time"].Value), packet.Groups["row"].Value));
            }
            else if (drafts.Count > 0 && Bytes().Match(line.Text) is { Success: true } bytes)
            {
                drafts[^1].Take(bytes.Groups["offset"].ValueSpan, bytes.Groups["rest"].Value);
            }
        }

        return captured is not null || drafts.Count > 0
            ? Parsed.Of(new CaptureDump(captured, [.. drafts.Select(d => d.Finish())]))
            : text.FailAtStart<CaptureDump>(Command, "N packets captured, or a row such as 1: 09:41:12.535281 A > B");
    }

    private static int? Small(Group digits) =>
        AsaAnswer.Number(digits.ValueSpan) is <= int.MaxValue and var number ? (int)number : null;

    private static TimeSpan? Time(string time) =>
        TimeSpan.TryParseExact(time, @"hh\:mm\:ss\.FFFFFFF", CultureInfo.InvariantCulture, out var ofDay)
            ? ofDay
            : null;

    private sealed class Draft(int number, TimeSpan? time, string row)
    {
        private readonly List<byte> bytes = [];
        private bool torn;

        public void Take(ReadOnlySpan<char> offset, string rest)
        {
            // A row that is missing would shift all behind it.
            torn |=
                int.TryParse(offset, NumberStyles.AllowHexSpecifier, null, out var at) is false || at != bytes.Count;
            if (torn || bytes.Count >= MostBytes)
            {
                return;
            }

            const int groupsInARow = 8;
            var read = new List<byte>();
            var words = rest.Split(' ', groupsInARow + 1);
            foreach (var (index, word) in words.Take(groupsInARow).Index())
            {
                // The text behind a short last row may look like bytes itself.
                var isText = index == words.Length - 1 && word == AsText(read);
                if (isText || word.Length is not (2 or 4) || !word.All(char.IsAsciiHexDigit))
                {
                    break;
                }

                read.AddRange(Convert.FromHexString(word));
                if (word.Length == 2)
                {
                    break;
                }
            }

            bytes.AddRange(read);
        }

        private static string AsText(List<byte> read) =>
            string.Concat(read.Select(b => b is > 0x20 and < 0x7f ? (char)b : '.'));

        public CapturedPacket Finish()
        {
            var (esp, because) =
                bytes.Count == 0 ? (null, "its bytes are not in the text") : EspPacket.Decode(bytes.ToArray());
            return new CapturedPacket(number, time, row, esp, because);
        }
    }

    [GeneratedRegex(
        @"^(?<count>[0-9]{1,9}) packets? captured$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Count();

    [GeneratedRegex(
        "^[0-9]{1,9} packets? captured( |$)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex CountBeginning();

    [GeneratedRegex(
        @"^(?<number>[0-9]{1,9}): (?<time>[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?) (?<row>.*)$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Packet();

    [GeneratedRegex(
        @"^0x(?<offset>[0-9a-f]{4}) (?<rest>.*)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Bytes();
}
