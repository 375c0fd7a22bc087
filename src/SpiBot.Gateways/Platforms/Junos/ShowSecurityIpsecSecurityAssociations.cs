using System.Net;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.Junos;

/// <summary>
/// <c>show security ipsec security-associations</c> of Junos: a row per SA, <c>&lt;131073</c> inbound and <c>&gt;131073</c> outbound; the SPI (eight digits) stands right behind the
/// algorithm, whichever order the other columns have. Rows with one ID are one child SA.
/// </summary>
public static class ShowSecurityIpsecSecurityAssociations
{
    public const string Command = "show security ipsec security-associations";

    public static bool IsSignature(AnswerLine line) =>
        line.Begins("Total active tunnels:")
        || (line.Begins("ID ") && line.Text.Contains("Algorithm SPI Life:sec/kb", StringComparison.OrdinalIgnoreCase))
        || (RowId(line.Text.Split(' ')[0]) is not null && line.Text.Contains("ESP:", StringComparison.Ordinal));

    public static Parsed<SaListing> Read(AnswerText text)
    {
        var words = text.Words();
        var (drafts, complete, announced) = (new Dictionary<(string, string?), Draft>(), true, (long?)null);
        var recognised = text.Lines.Any(IsSignature);
        for (var at = 0; at < words.Count; at++)
        {
            if (words[at].Text.Equals("sas:", StringComparison.OrdinalIgnoreCase) && at + 1 < words.Count)
            {
                // Both nodes of a cluster have a list of their own.
                announced = (announced ?? 0) + Math.Min(AsaAnswer.Number(words[at + 1].Text) ?? 0, int.MaxValue);
            }

            if (RowId(words[at].Text) is not { } id)
            {
                continue;
            }

            var end = at + 1;
            while (end < words.Count && end < at + 16 && RowId(words[end].Text) is null)
            {
                end++;
            }

            var row = words.Skip(at).Take(end - at).Select(word => word.Text).ToArray();
            var algorithm = Array.FindIndex(row, word => word.StartsWith("ESP:", StringComparison.Ordinal));
            if (algorithm < 0 || algorithm + 1 >= row.Length)
            {
                complete &= row.Any(word => word.StartsWith("AH:", StringComparison.Ordinal));
                continue;
            }

            recognised = true;
            if (!PaddedSpi.IsOne(row[algorithm + 1]))
            {
                return Parsed.Fail<SaListing>(
                    Command,
                    words[at + algorithm + 1].Number,
                    "an SPI of eight hex digits behind the algorithm",
                    row[algorithm + 1]
                );
            }

            complete &= Add(drafts, id, row, algorithm);
        }

        var tunnels = drafts.Values.Select(draft => draft.ToChildSa()).ToList();
        complete &= tunnels.All(tunnel => tunnel.Complete);
        complete &= tunnels.Count > 0 || (announced is not null && !text.LastLineIsOpen);
        complete &= announced is null || drafts.Values.Sum(draft => (long)draft.Pairs) >= announced;
        return recognised
            ? Parsed.Of(new SaListing(complete, tunnels))
            : text.FailAtStart<SaListing>(
                Command,
                "Total active tunnels:, or rows such as <131073 ESP:aes-cbc-256/sha1 ec78f80e …"
            );
    }

    /// <returns>False where the row is cut.</returns>
    private static bool Add(Dictionary<(string, string?), Draft> drafts, string id, string[] row, int algorithm)
    {
        var peer = row.FirstOrDefault(word =>
            word.IndexOfAny(['.', ':']) > 0 && !word.Contains('/') && IPAddress.TryParse(word, out _)
        );
        // 2528/ unlim, 2528/unlim
        var life = row.Skip(algorithm + 2).FirstOrDefault() is { } word && word.Contains('/') ? word.Split('/') : null;
        var seconds = life is null ? null : AsaAnswer.Number(life[0]);
        var kilobytes = life is [_, { Length: > 0 } glued] ? glued : row.Skip(algorithm + 3).FirstOrDefault();
        // What ends without a line end may lack its last word, the peer; then the other direction's row says it.
        var other = peer is null
            ? drafts.FirstOrDefault(known => known.Key.Item1 == id[1..] && known.Value.Words == row.Length + 1).Value
            : null;
        var key = (id[1..], peer);
        if ((other ?? drafts.GetValueOrDefault(key)) is not { } draft)
        {
            draft = new Draft(peer, row.Length);
            drafts.Add(key, draft);
        }

        if (PaddedSpi.Of(row[algorithm + 1]) is { } spi)
        {
            (id[0] == '<' ? draft.Inbound : draft.Outbound).Add(
                new SecurityAssociation(
                    spi,
                    RemainingKilobytes: kilobytes is null ? null : AsaAnswer.Number(kilobytes),
                    RemainingSeconds: seconds
                )
            );
        }

        return (peer is not null || other is not null) && life is not null;
    }

    private static string? RowId(string word) =>
        word.Length is >= 2 and <= 20 && word[0] is '<' or '>' && AsaAnswer.Number(word.AsSpan(1)) is not null
            ? word
            : null;

    private sealed class Draft(string? peer, int words)
    {
        /// <summary>Of its first row.</summary>
        public int Words => words;

        public List<SecurityAssociation> Inbound { get; } = [];

        public List<SecurityAssociation> Outbound { get; } = [];

        public int Pairs => Math.Min(Inbound.Count, Outbound.Count);

        public ChildSa ToChildSa() =>
            new(
                peer,
                Local: null,
                Interface: null,
                LocalSelector: null,
                RemoteSelector: null,
                Kind: null,
                Encaps: null,
                Decaps: null,
                Inbound,
                Outbound,
                Complete: Inbound.Count == Outbound.Count && peer is not null
            );
    }
}
