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

    public static Query<CryptoMaps> Query { get; } =
        new("show run all crypto map | i peer|lifetime|pfs|match|dynamic", Reader);

    public static Parsed<CryptoMaps> Read(AnswerText text) => AsaListing<CryptoMaps>.Read(text, Command, new Entries());

    internal static bool IsSignature(AnswerLine line) => TryEntry(line.Span, out _, out _, out _);

    private static AsaListing<CryptoMaps> Reader() => new(Command, new Entries());

    /// <summary><c>crypto map NAME NUMBER …</c>.</summary>
    private static bool TryEntry(
        ReadOnlySpan<char> line,
        out ReadOnlySpan<char> map,
        out int sequence,
        out ReadOnlySpan<char> rest
    )
    {
        Span<Range> parts = stackalloc Range[3];
        var isEntry = line.StartsWith(Beginning, StringComparison.Ordinal);
        line = isEntry ? line[Beginning.Length..] : default;
        isEntry =
            line.Split(parts, ' ') == parts.Length
            && parts[1].GetOffsetAndLength(line.Length).Length <= LongestSequence;
        var number = isEntry ? AsaAnswer.Number(line[parts[1]]) : null;
        sequence = (int)(number ?? 0);
        map = number is null ? default : line[parts[0]];
        rest = number is null ? default : line[parts[2]];
        return number is not null;
    }

    private sealed class Entries : ILineReader<CryptoMaps>
    {
        private readonly CryptoMapDrafts entries = new();
        private bool others;

        public string Signature => "crypto map NAME NUMBER …";

        public string? Take(AnswerLine line)
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

        public CryptoMaps? End() => entries.Any || !others ? new CryptoMaps(entries.Finish()) : null;
    }
}
