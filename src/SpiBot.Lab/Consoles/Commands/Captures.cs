using System.Globalization;
using System.Net;
using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Commands;

/// <summary><c>capture</c>, <c>no capture</c> and <c>show capture</c> (facts 1.6): setting and removing one prints nothing.</summary>
public static class Captures
{
    /// <summary>Options may stand in any order, and come bit by bit: a second <c>match</c> is added to the first.</summary>
    public static IEnumerable<string> Set(CommandContext context)
    {
        var captures = context.State.Captures;
        var name = context.Arguments[0];
        var capture = captures.Find(c => c.Name == name) ?? new Capture(name);
        var words = new Queue<string>(context.Arguments[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        while (words.TryDequeue(out var option))
        {
            if (!Take(capture, option, words))
            {
                return ["ERROR: % Invalid input detected at '^' marker."];
            }
        }

        if (!captures.Contains(capture))
        {
            captures.Add(capture);
        }

        return [];
    }

    public static IEnumerable<string> Remove(List<Capture> captures, string name) =>
        captures.RemoveAll(c => c.Name == name) > 0 ? [] : [$"ERROR: Capture <{name}> does not exist"];

    public static IEnumerable<string> List(IReadOnlyList<Capture> captures) =>
        captures.SelectMany(c =>
            (string[])
                [
                    $"capture {c.Name}{(c.DropKeyword is { } keyword ? $" type asp-drop {keyword}" : "")} buffer {c.BufferBytes} packet-length {c.PacketBytes} [Capturing - {c.Bytes} bytes] ",
                    .. c.Matches.Select(match => $"  match {match.Text}"),
                ]
        );

    /// <param name="context">With the capture's name.</param>
    /// <param name="most">So many packets; null: all.</param>
    /// <param name="dump">Their bytes too.</param>
    public static IEnumerable<string> Show(CommandContext context, int? most, bool dump)
    {
        if (context.State.Captures.Find(c => c.Name == context.Arguments[0]) is not { } capture)
        {
            return [$"ERROR: Capture <{context.Arguments[0]}> does not exist"];
        }

        var frames = capture.Frames;
        var shown = frames.Take(most ?? int.MaxValue).ToList();
        return
        [
            "",
            $"{Packets(frames.Count)} captured",
            "",
            .. shown.SelectMany((frame, index) => (string[])[Row(index + 1, frame), .. dump ? Dump(frame.Kept) : []]),
            $"{Packets(shown.Count)} shown",
        ];
    }

    private static bool Take(Capture capture, string option, Queue<string> words)
    {
        switch (option)
        {
            case "type":
                if (!words.TryDequeue(out var type) || type != "asp-drop" || !words.TryDequeue(out var keyword))
                {
                    return false;
                }

                capture.DropKeyword = keyword;
                return DropReason.All.Any(r => r.Section == DropSection.Frame && r.Keyword == keyword);
            case "buffer":
                capture.BufferBytes = Number(words) ?? 0;
                return capture.BufferBytes is >= Capture.LeastBuffer and <= Capture.MostBuffer;
            case "packet-length":
                capture.PacketBytes = Number(words) ?? 0;
                return capture.PacketBytes is >= 64 and <= 9_216;
            case "match":
                if (Match(words) is not { } match)
                {
                    return false;
                }

                capture.Matches.Add(match);
                return true;
            default:
                return false;
        }
    }

    private static int? Number(Queue<string> words) =>
        words.TryDequeue(out var word) && int.TryParse(word, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static CaptureMatch? Match(Queue<string> words)
    {
        var text = string.Join(' ', words);
        if (
            !words.TryDequeue(out var protocol)
            || protocol is not ("ip" or "udp" or "esp")
            || !Host(words, out var source)
            || !Host(words, out var destination)
        )
        {
            return null;
        }

        int? port = null;
        if (words.TryPeek(out var next) && next == "eq")
        {
            words.Dequeue();
            port = Number(words);
        }

        return new CaptureMatch(protocol, source, destination, port, text);
    }

    private static bool Host(Queue<string> words, out IPAddress? host)
    {
        host = null;
        return words.TryDequeue(out var word)
            && (
                word is "any" or "any4" or "any6"
                || (word == "host" && words.TryDequeue(out var address) && IPAddress.TryParse(address, out host))
            );
    }

    /// <summary>One and none are both singular.</summary>
    private static string Packets(int count) => count > 1 ? $"{count} packets" : $"{count} packet";

    private static string Row(int number, CapturedFrame frame)
    {
        var time = frame.At.UtcDateTime.ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        var of = frame.Of;
        var what = of.InUdp
            ? $"{of.Sender}.4500 > {of.Receiver}.4500:  udp {of.EspBytes}"
            : $"{of.Sender} > {of.Receiver}:  ip-proto-50, length {of.EspBytes}";
        return $"{number, 4}: {time}       {what} Drop-reason: (np-sp-invalid-spi) Invalid SPI, Drop-location: frame 0x000055870affc2df flow (NA)/NA";
    }

    private static IEnumerable<string> Dump(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length; at += 16)
        {
            var row = bytes[at..Math.Min(at + 16, bytes.Length)];
            var hex = string.Join(' ', row.Chunk(2).Select(Convert.ToHexStringLower));
            var text = string.Concat(row.Select(b => b is > 0x20 and < 0x7f ? (char)b : '.'));
            yield return $"0x{at:x4}   {hex, -39}        {text}";
        }
    }
}
