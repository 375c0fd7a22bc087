using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// <c>show running-config all crypto map</c> (<c>all</c>: an entry that sets no lifetimes prints those that hold), filtered on the box to the lines about peers, lifetimes,
/// PFS and access lists, and those that name a dynamic map: of such an entry there is no other line. All peers: a filter by peer would give one line of an entry. Nothing
/// printed: there is no crypto map.
/// </summary>
public static class ShowCryptoMap
{
    public const string Command = "show running-config crypto map";

    private const string Beginning = "crypto map ";
    private const int LongestSequence = 5;

    /// <summary>The same with what an entry does not set.</summary>
    public const string WithDefaults = "show running-config all crypto map";

    private const string Filtered = "show run all crypto map | i peer|lifetime|pfs|match|dynamic";

    /// <summary>Of the entries of other peers no more is kept than who they are.</summary>
    public static Query<CryptoMaps> Peer(IPAddress peer) =>
        new(Filtered, () => new AsaListing<CryptoMaps>(Command, new Entries(peer)));

    public static Parsed<CryptoMaps> Read(AnswerText text) =>
        AsaListing<CryptoMaps>.Read(text, Command, new Entries(asked: null));

    internal static bool IsSignature(WalkedLine line) => TryEntry(line.Span, out _, out _, out _);

    /// <summary><c>crypto map NAME NUMBER …</c>.</summary>
    private static bool TryEntry(
        ReadOnlySpan<char> line,
        out ReadOnlySpan<char> map,
        out int sequence,
        out ReadOnlySpan<char> rest
    )
    {
        map = default;
        rest = default;
        sequence = 0;
        if (!line.StartsWith(Beginning, StringComparison.Ordinal))
        {
            return false;
        }

        line = line[Beginning.Length..];
        var name = AsaAnswer.FirstWord(line);
        var behind = line[name.Length..].TrimStart(' ');
        var digits = AsaAnswer.FirstWord(behind);
        if (
            digits.Length is 0 or > LongestSequence
            || digits.Length == behind.Length
            || AsaAnswer.Number(digits) is not { } number
        )
        {
            return false;
        }

        map = name;
        sequence = (int)number;
        rest = behind[(digits.Length + 1)..];
        return true;
    }

    private sealed class Entries(IPAddress? asked) : ILineReader<CryptoMaps>
    {
        private readonly CryptoMapDrafts entries = new();
        private bool others;

        public string Signature => "crypto map NAME NUMBER …";

        public string? Take(WalkedLine line)
        {
            if (TryEntry(line.Span, out var map, out var sequence, out var rest))
            {
                entries.Of(map, sequence).Take(rest);
            }
            else
            {
                others |= !line.Begins(Beginning);
            }

            return null;
        }

        public CryptoMaps? End() => entries.Any || !others ? entries.Finish(asked) : null;
    }
}
