using System.Net;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoIos;

/// <summary>A row of <c>show crypto isakmp sa</c>: who began is the source. Which of the two is the router itself it does not say.</summary>
public sealed record IsakmpSa(string Destination, string Source, string State, string? Status)
{
    public bool Up => State.Equals("QM_IDLE", StringComparison.OrdinalIgnoreCase) && Status == "ACTIVE";
}

/// <summary>The IKEv1 SAs of a router. <see cref="Complete"/> is false when the text was cut.</summary>
public sealed record IsakmpSas(bool Complete, IReadOnlyList<IsakmpSa> Sas)
{
    /// <summary>The same as the router with this address sees it; rows without the address are left out.</summary>
    public IkeListing SeenFrom(IPAddress local) =>
        new(
            [
                .. Sas.Where(sa => Is(sa.Source, local) != Is(sa.Destination, local))
                    .Select(sa =>
                    {
                        var initiator = Is(sa.Source, local);
                        return new IkeSa(
                            Version: 1,
                            Peer: initiator ? sa.Destination : sa.Source,
                            sa.State,
                            sa.Up,
                            Role: initiator ? "initiator" : "responder",
                            Local: local.ToString()
                        );
                    }),
            ],
            Complete
        );

    /// <summary>The same as the router sees it whose peer has this address; rows without the address are left out.</summary>
    public IkeListing With(IPAddress peer) =>
        new(
            [
                .. Sas.Where(sa => Is(sa.Source, peer) != Is(sa.Destination, peer))
                    .Select(sa =>
                    {
                        var initiator = Is(sa.Destination, peer);
                        return new IkeSa(
                            Version: 1,
                            Peer: peer.ToString(),
                            sa.State,
                            sa.Up,
                            Role: initiator ? "initiator" : "responder",
                            Local: initiator ? sa.Source : sa.Destination
                        );
                    }),
            ],
            Complete
        );

    private static bool Is(string address, IPAddress local) =>
        IPAddress.TryParse(address, out var parsed) && parsed.Equals(local);
}

/// <summary><c>show crypto isakmp sa</c> of IOS and IOS-XE: <c>dst src state conn-id status</c>.</summary>
public static class ShowCryptoIsakmpSa
{
    public const string Command = "show crypto isakmp sa";

    public static Query<IsakmpSas> Query { get; } =
        new(Command, answer => answer.IsEmpty ? Parsed.Of(new IsakmpSas(Complete: true, [])) : Read(answer));

    public static Parsed<IsakmpSas> Read(AnswerText text) => AsaAnswer.Read(text, Command, ReadLines);

    public static bool IsSignature(AnswerLine line) =>
        line.Is("IPv4 Crypto ISAKMP SA")
        || line.Is("IPv6 Crypto ISAKMP SA")
        || line.Begins("dst src state conn-id")
        || Row(line.Text) is not null;

    private static Parsed<IsakmpSas> ReadLines(AnswerText text)
    {
        var (sas, recognised, complete) = (new List<IsakmpSa>(), false, true);
        foreach (var line in text.Lines)
        {
            recognised |= IsSignature(line);
            if (Row(line.Text) is not { } row)
            {
                complete &= (!line.IsOpen || IsHeading(line)) && !BeginsRow(line.Text);
                continue;
            }

            // "ACTIVE" may go on with "(deleted)".
            var cut = line.IsOpen && row.Status is not ("ACTIVE" or "ACTIVE (deleted)");
            complete &= !line.IsOpen || row.Status == "ACTIVE (deleted)";
            if (!cut)
            {
                sas.Add(row);
            }
        }

        return recognised
            ? Parsed.Of(new IsakmpSas(complete, sas))
            : text.FailAtStart<IsakmpSas>(Command, "IPv4 Crypto ISAKMP SA, or dst src state conn-id status");
    }

    /// <summary><c>198.51.100.1 203.0.113.9 QM_IDLE 29610 ACTIVE (deleted)</c>.</summary>
    private static IsakmpSa? Row(string line)
    {
        var words = line.Split(' ');
        return
            words.Length is >= 4 and <= 7
            && IsAddress(words[0])
            && IsAddress(words[1])
            && IsState(words[2])
            && AsaAnswer.Number(words[3]) is not null
            ? new IsakmpSa(words[0], words[1], words[2], Status(words[4..]))
            : null;
    }

    private static bool IsHeading(AnswerLine line) =>
        IsSignature(line)
        && (
            line.Text.EndsWith(" SA", StringComparison.Ordinal)
            || line.Text.EndsWith(" status", StringComparison.Ordinal)
        );

    /// <summary>The rest of the row stands elsewhere.</summary>
    private static bool BeginsRow(string line) =>
        line.Split(' ') is [var dst, var src, ..] && IPAddress.TryParse(dst, out _) && IPAddress.TryParse(src, out _);

    /// <summary>Published texts have had their addresses changed, not always into addresses.</summary>
    private static bool IsAddress(string word) => word.IndexOfAny(['.', ':']) > 0;

    private static bool IsState(string word) =>
        word.Contains('_') && word.Split('_')[0] is "MM" or "AM" or "AG" or "QM" or "OAK" or "CONF" or "XAUTH" or "IKE";

    /// <summary>12.x has a slot number before the status.</summary>
    private static string? Status(string[] words)
    {
        var rest = words
            .Skip(words is [var slot, ..] && AsaAnswer.Number(slot) is not null ? 1 : 0)
            .TakeWhile(word => word[0] == '(' || word.All(char.IsAsciiLetterUpper))
            .ToList();
        return rest.Count > 0 ? string.Join(' ', rest) : null;
    }
}
