using System.Net;
using System.Text;

namespace SpiBot.Fuzz;

/// <summary>Texts as a box, a terminal, a chat and a bad link make them of good ones; one seed gives one sequence.</summary>
internal sealed class Mutator
{
    private const int Longest = 200_000;

    private static readonly string[] Pieces =
    [
        "\r\n",
        "\n\r",
        "\r",
        "\r\r\n",
        "\n\n",
        " ",
        "\t",
        "\u00a0",
        "\u200b",
        "\ufeff",
        "\0",
        "\u001b[31m",
        "\b \b",
        "<--- More --->",
        " --More-- ",
        "<br>",
        "<p>",
        "</div>",
        "<",
        ">",
        "&nbsp;",
        "&lt;",
        "&#x41;",
        "```",
        "~~~",
        "0x",
        "spi: 0x",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "/",
        ":",
        ",",
        "|",
        "#",
        "-",
        "..",
        "'",
        "\"",
        "key=16 00112233445566778899aabbccddeeff",
        "0",
        "00000000",
        "ffffffff",
        "4294967296",
        "99999999999999999999999999",
        "-1",
        "255.255.255.256",
        "0.0.0.0/0.0.0.0/0/0",
        "2001:db8::1",
        "::",
        "1e9",
        "ä",
        "\ud83d\ude00",
        "\ud83d",
        "ERROR: % Invalid input detected at '^' marker.",
        "Command authorization failed",
        "Beginning configuration replication: Sending to mate.",
        "There are no ipsec sas",
        "hq-fw1# show crypto ipsec sa",
        "show version",
        "%ASA-4-402114: ",
    ];

    private readonly IReadOnlyList<string> corpus;
    private readonly Random random;
    private readonly IReadOnlyList<Func<string, string>> ways;

    public Mutator(int seed, IReadOnlyList<string> corpus)
    {
        (random, this.corpus) = (new Random(seed), corpus);
        ways =
        [
            text => text[..Place(text)],
            text => text[Place(text)..],
            Remove,
            Repeat,
            Splice,
            Insert,
            Insert,
            Insert,
            OtherCharacter,
            OtherCharacter,
            OtherNumber,
            MixLines,
            LeaveLinesOut,
            Wrap,
            OneLine,
            Collapse,
            Html,
            ManyTimes,
            text => text.Replace("\n", Pieces[random.Next(5)], StringComparison.Ordinal),
            text => text.ToUpperInvariant(),
            text => text.ToLowerInvariant(),
        ];
    }

    public string Next()
    {
        var text = corpus[random.Next(corpus.Count)];
        for (var times = 1 + random.Next(1 + random.Next(6)); times > 0; times--)
        {
            text = ways[random.Next(ways.Count)](text);
            text = text.Length > Longest ? text[..Longest] : text;
        }

        return text;
    }

    private int Place(string text) => random.Next(text.Length + 1);

    private (int From, int To) Stretch(string text)
    {
        var from = Place(text);
        return (from, Math.Min(text.Length, from + random.Next(1 + random.Next(400))));
    }

    private string Remove(string text)
    {
        var (from, to) = Stretch(text);
        return text.Remove(from, to - from);
    }

    private string Repeat(string text)
    {
        var (from, to) = Stretch(text);
        return text.Insert(Place(text), text[from..to]);
    }

    private string Splice(string text)
    {
        var other = corpus[random.Next(corpus.Count)];
        return text[..Place(text)] + other[Place(other)..];
    }

    private string Insert(string text) => text.Insert(Place(text), Pieces[random.Next(Pieces.Length)]);

    private string OtherCharacter(string text)
    {
        if (text.Length == 0)
        {
            return text;
        }

        var at = random.Next(text.Length);
        return text[..at] + (char)(random.Next(8) == 0 ? random.Next(0x10000) : random.Next(128)) + text[(at + 1)..];
    }

    private string OtherNumber(string text)
    {
        var from = Place(text);
        var digit = text.AsSpan(from).IndexOfAnyInRange('0', '9');
        return digit < 0 ? text : text.Insert(from + digit, Pieces[random.Next(Pieces.Length)]);
    }

    private string MixLines(string text)
    {
        var lines = text.Split('\n');
        var (one, other) = (random.Next(lines.Length), random.Next(lines.Length));
        (lines[one], lines[other]) = (lines[other], lines[one]);
        return string.Join('\n', lines);
    }

    private string LeaveLinesOut(string text)
    {
        var of = 2 + random.Next(20);
        return string.Join('\n', text.Split('\n').Where(_ => random.Next(of) > 0));
    }

    private string Wrap(string text)
    {
        var width = 5 + random.Next(120);
        var wrapped = new StringBuilder();
        var column = 0;
        foreach (var character in text)
        {
            var breaks = character == ' ' && column >= width;
            wrapped.Append(breaks ? '\n' : character);
            column = breaks || character == '\n' ? 0 : column + 1;
        }

        return wrapped.ToString();
    }

    private static string OneLine(string text) => text.Replace('\n', ' ');

    private static string Collapse(string text) =>
        string.Join(
            '\n',
            text.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        );

    private string Html(string text) =>
        random.Next(2) == 0
            ? $"<p>look:</p><pre>{WebUtility.HtmlEncode(text)}</pre>"
            : $"<div>{WebUtility.HtmlEncode(text).Replace("\n", "<br>", StringComparison.Ordinal)}</div>";

    /// <summary>A little of it very often: what is not linear shows.</summary>
    private string ManyTimes(string text)
    {
        var (from, to) = Stretch(text);
        var piece = text[from..to];
        return piece.Length == 0 || random.Next(8) > 0
            ? text
            : text.Insert(Place(text), new StringBuilder().Insert(0, piece, Longest / 4 / piece.Length).ToString());
    }
}
