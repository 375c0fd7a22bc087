using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// <c>show running-config all crypto map</c> (<c>all</c>: an entry that sets no lifetimes prints those that hold), filtered on the box to the lines about peers, lifetimes,
/// PFS and access lists. All peers: a filter by peer would give one line of an entry. Nothing printed: there is no crypto map.
/// </summary>
public static class ShowCryptoMap
{
    public const string Command = "show running-config crypto map";

    /// <summary>The same with what an entry does not set.</summary>
    public const string WithDefaults = "show running-config all crypto map";

    public static Query<CryptoMaps> Query { get; } =
        new("show run all crypto map | include peer|lifetime|pfs|match", Read);

    public static Parsed<CryptoMaps> Read(string answer) => Read(AnswerText.Of(answer));

    internal static Parsed<CryptoMaps> Read(AnswerText text) => AsaAnswer.Read(text, Command, ReadLines);

    internal static bool IsSignature(AnswerLine line) => Entry(line) is not null;

    private static Parsed<CryptoMaps> ReadLines(AnswerText text)
    {
        var entries = new Dictionary<(string Map, int Sequence), CryptoMapEntry>();
        foreach (var line in text.Lines)
        {
            if (Entry(line) is not var (map, sequence, words))
            {
                continue;
            }

            var entry = entries.GetValueOrDefault((map, sequence)) ?? new CryptoMapEntry(map, sequence, []);
            entries[(map, sequence)] = With(entry, words);
        }

        return entries.Count > 0 || text.Lines.All(line => line.Begins("crypto map "))
            ? Parsed.Of(new CryptoMaps([.. entries.Values]))
            : text.FailAtStart<CryptoMaps>(Command, "crypto map NAME NUMBER …");
    }

    /// <summary><c>crypto map NAME NUMBER …</c>; null when the line is no such entry.</summary>
    private static (string Map, int Sequence, string[] Words)? Entry(AnswerLine line) =>
        line.Span.StartsWith("crypto map ", StringComparison.Ordinal)
        && line.Text.Split(' ') is [_, _, var map, { Length: <= 5 } number, .. { Length: > 0 } words]
        && AsaAnswer.Number(number) is { } sequence
            ? (map, (int)sequence, words)
            : null;

    private static CryptoMapEntry With(CryptoMapEntry entry, string[] words) =>
        words switch
        {
            ["set", "peer", .. var peers] => entry with { Peers = [.. entry.Peers, .. peers] },
            ["match", "address", var list, ..] => entry with { AccessList = list },
            ["set", "pfs", .. var group] => entry with { Pfs = group is [var named, ..] ? named : "on" },
            ["set", "security-association", "lifetime", .. var lifetimes] => Lifetimes(entry, lifetimes),
            _ => entry,
        };

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
}
