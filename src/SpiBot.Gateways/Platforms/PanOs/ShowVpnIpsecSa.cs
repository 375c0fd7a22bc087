using System.Net;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.PanOs;

/// <summary>
/// <c>show vpn ipsec-sa [tunnel T]</c> of PAN-OS: a row per tunnel, <c>SPI(in)  SPI(out)</c> of eight digits behind the algorithm. Rows are found by the algorithm
/// (<c>ESP/A256/SHA256</c>), so that neither columns nor line ends matter. <see cref="ChildSa.Interface"/> is the tunnel with its gateway.
/// </summary>
public static class ShowVpnIpsecSa
{
    public const string Command = "show vpn ipsec-sa";

    public static bool IsSignature(AnswerLine line) =>
        line.Begins("GwID/client IP TnID Peer-Address")
        || line.Begins("Show IPSec SA: Total ")
        || line.Begins("There is no IPSec tunnel")
        || (
            line.Text.Split(' ') is var words
            && Array.FindIndex(words, IsAlgorithm) is >= 1 and var at
            && words.Length > at + 2
            && PaddedSpi.IsOne(words[at + 1])
            && PaddedSpi.IsOne(words[at + 2])
        );

    public static Parsed<SaListing> Read(AnswerText text)
    {
        var words = text.Words();
        var (tunnels, complete, remainIsPrinted) = (new List<ChildSa>(), true, false);
        for (var at = 0; at < words.Count; at++)
        {
            remainIsPrinted |= words[at].Text.StartsWith("remain-time", StringComparison.OrdinalIgnoreCase);
            if (!IsAlgorithm(words[at].Text))
            {
                continue;
            }

            if (at + 2 >= words.Count)
            {
                complete = false;
                break;
            }

            // An algorithm without authentication may end in a slash and a word less.
            if (!PaddedSpi.IsOne(words[at + 1].Text) || !PaddedSpi.IsOne(words[at + 2].Text))
            {
                return Parsed.Fail<SaListing>(
                    Command,
                    words[at + 1].Number,
                    "SPI(in) and SPI(out) of eight hex digits behind the algorithm",
                    $"{words[at + 1].Text} {words[at + 2].Text}"
                );
            }

            var tunnel = Tunnel(words, at, remainIsPrinted);
            complete &= tunnel.Complete;
            tunnels.Add(tunnel);
        }

        var recognised = tunnels.Count > 0 || text.Lines.Any(IsSignature);
        var total = Total(words);
        complete &= total is null ? !text.LastLineIsOpen || tunnels.Count > 0 : tunnels.Count >= total;
        return recognised
            ? Parsed.Of(new SaListing(complete, tunnels))
            : text.FailAtStart<SaListing>(
                Command,
                "GwID/client IP, or a row with an algorithm such as ESP/A256/SHA256"
            );
    }

    private static bool IsAlgorithm(string word) =>
        word.StartsWith("ESP/", StringComparison.Ordinal) || word.StartsWith("AH/", StringComparison.Ordinal);

    /// <summary><c>2 2 203.0.113.9 berlin(berlin-gw) ESP/A256/SHA256 CBF7DC1D 5D1568FD 3527/102400</c>, or <c>3600/Unlimited 3445</c> at its end.</summary>
    private static ChildSa Tunnel(IReadOnlyList<AnswerWord> words, int at, bool remainIsPrinted)
    {
        var peer = at >= 2 && IPAddress.TryParse(words[at - 2].Text, out _) ? words[at - 2].Text : null;
        var name = at >= 1 && words[at - 1].Text.Contains('(') ? words[at - 1].Text : null;
        var life = at + 3 < words.Count ? words[at + 3].Text.Split('/') : [];
        var lifeSeconds = life.Length == 2 ? AsaAnswer.Number(life[0]) : null;
        var remaining =
            at + 4 < words.Count
            && words[at + 4].Text.Length <= 9
            && (remainIsPrinted || IsLastOfItsLine(words, at + 4))
                ? AsaAnswer.Number(words[at + 4].Text)
                : null;
        return new ChildSa(
            peer,
            Local: null,
            name,
            LocalSelector: null,
            RemoteSelector: null,
            Kind: null,
            Encaps: null,
            Decaps: null,
            Inbound: Sa(words[at + 1].Text),
            Outbound: Sa(words[at + 2].Text),
            Complete: lifeSeconds is not null && (!remainIsPrinted || remaining is not null)
        );

        IReadOnlyList<SecurityAssociation> Sa(string digits) =>
            PaddedSpi.Of(digits) is { } spi
                ?
                [
                    new SecurityAssociation(
                        spi,
                        RemainingKilobytes: life.Length == 2 && remaining is null ? AsaAnswer.Number(life[1]) : null,
                        RemainingSeconds: remaining ?? (remainIsPrinted ? null : lifeSeconds)
                    ),
                ]
                : [];
    }

    private static bool IsLastOfItsLine(IReadOnlyList<AnswerWord> words, int at) =>
        at + 1 == words.Count || words[at + 1].Number != words[at].Number;

    /// <summary><c>Show IPSec SA: Total 2 tunnels found. 1 ipsec sa found.</c></summary>
    private static long? Total(IReadOnlyList<AnswerWord> words)
    {
        for (var i = 1; i + 1 < words.Count; i++)
        {
            if (
                words[i].Text == "ipsec"
                && words[i + 1].Text == "sa"
                && AsaAnswer.Number(words[i - 1].Text) is { } total
            )
            {
                return total;
            }
        }

        return null;
    }
}
