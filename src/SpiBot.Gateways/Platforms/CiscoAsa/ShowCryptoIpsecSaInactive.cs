using System.Text.RegularExpressions;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// <c>show crypto ipsec sa inactive</c>: <c>Checking for inactive IPsec SAs...</c>, then <c>Inactive IPsec SAs: 0</c>. The count is the fact. How a
/// box lists them is public only in one line of a bug report (CSCwc48375); lines of another form are kept as they are.
/// </summary>
public static partial class ShowCryptoIpsecSaInactive
{
    public const string Command = "show crypto ipsec sa inactive";

    public static Query<InactiveSas> Query { get; } = new(Command, Read);

    public static Parsed<InactiveSas> Read(AnswerText text) => AsaAnswer.Read(text, Command, ReadLines);

    private static Parsed<InactiveSas> ReadLines(AnswerText text)
    {
        int? count = null;
        var sas = new List<InactiveSa>();
        var unread = new List<string>();
        foreach (var line in text.Lines)
        {
            if (line.After("Inactive IPsec SAs:") is { } number)
            {
                if (AsaAnswer.Number(number) is not (>= 0 and <= int.MaxValue and var value))
                {
                    return text.Fail<InactiveSas>(Command, line, "Inactive IPsec SAs: and a number");
                }

                count ??= (int)value;
            }
            else if (Listed().Match(line.Text) is { Success: true } match)
            {
                sas.Add(
                    new InactiveSa(
                        match.Groups["direction"].Value.ToLowerInvariant(),
                        Spi.TryParseHex(match.Groups["spi"].ValueSpan),
                        Word(match.Groups["state"]),
                        Word(match.Groups["reason"])
                    )
                );
            }
            else if (!line.Begins("Checking for inactive IPsec SAs"))
            {
                unread.Add(line.Text);
            }
        }

        return count is { } known
            ? Parsed.Of(new InactiveSas(known, sas, unread))
            : text.FailAtEnd<InactiveSas>(Command, "Inactive IPsec SAs: and a number");
    }

    private static string? Word(Group group) => group.Success && group.Length > 0 ? group.Value.Trim() : null;

    [GeneratedRegex(
        @"^Inactive (?<direction>inbound|outbound) SA: SPI: (?<spi>0x[0-9a-f]+)(, state: (?<state>[^,]*))?(, reason: (?<reason>.*))?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Listed();
}
