using System.Text.RegularExpressions;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// <c>show running-config all crypto map</c> (<c>all</c>: an entry that sets no lifetimes prints those that hold), filtered on the box to the lines about peers, lifetimes,
/// PFS and access lists. All peers: a filter by peer would give one line of an entry. Nothing printed: there is no crypto map.
/// </summary>
public static partial class ShowCryptoMap
{
    public const string Command = "show running-config crypto map";

    /// <summary>The same with what an entry does not set.</summary>
    public const string WithDefaults = "show running-config all crypto map";

    public static Query<CryptoMaps> Query { get; } =
        new("show run all crypto map | include peer|lifetime|pfs|match", Read);

    public static Parsed<CryptoMaps> Read(string answer) => Read(AnswerText.Of(answer));

    internal static Parsed<CryptoMaps> Read(AnswerText text) => AsaAnswer.Read(text, Command, ReadLines);

    internal static bool IsSignature(AnswerLine line) => Entry().IsMatch(line.Text);

    private static Parsed<CryptoMaps> ReadLines(AnswerText text)
    {
        var entries = new Dictionary<(string Map, int Sequence), CryptoMapEntry>();
        foreach (var line in text.Lines)
        {
            if (Entry().Match(line.Text) is not { Success: true } match)
            {
                continue;
            }

            var key = (match.Groups["map"].Value, (int)AsaAnswer.Number(match.Groups["sequence"].ValueSpan)!);
            var entry = entries.GetValueOrDefault(key) ?? new CryptoMapEntry(key.Item1, key.Item2, []);
            entries[key] = With(entry, match.Groups["rest"].Value);
        }

        return entries.Count > 0 || text.Lines.All(line => line.Begins("crypto map "))
            ? Parsed.Of(new CryptoMaps([.. entries.Values]))
            : text.FailAtStart<CryptoMaps>(Command, "crypto map NAME NUMBER …");
    }

    private static CryptoMapEntry With(CryptoMapEntry entry, string rest)
    {
        var words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["set", "peer", .. var peers] => entry with { Peers = [.. entry.Peers, .. peers] },
            ["match", "address", var list, ..] => entry with { AccessList = list },
            ["set", "pfs", .. var group] => entry with { Pfs = group is [var named, ..] ? named : "on" },
            ["set", "security-association", "lifetime", .. var lifetimes] => Lifetimes(entry, lifetimes),
            _ => entry,
        };
    }

    /// <summary><c>seconds 3600</c>, <c>kilobytes 4608000</c>, <c>kilobytes unlimited</c>, or both in one line.</summary>
    private static CryptoMapEntry Lifetimes(CryptoMapEntry entry, string[] words)
    {
        for (var i = 0; i + 1 < words.Length; i++)
        {
            entry = (words[i], words[i + 1]) switch
            {
                ("seconds", var seconds) => entry with { LifetimeSeconds = AsaAnswer.Number(seconds) },
                ("kilobytes", "unlimited") => entry with { KilobytesUnlimited = true },
                ("kilobytes", var kilobytes) => entry with { LifetimeKilobytes = AsaAnswer.Number(kilobytes) },
                _ => entry,
            };
        }

        return entry;
    }

    [GeneratedRegex(
        @"^crypto map (?<map>[^ ]+) (?<sequence>[0-9]{1,5}) (?<rest>.+)$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Entry();
}
