using SpiBot.Gateways.Platforms.CiscoAsa;

namespace SpiBot.Gateways.Platforms.CiscoIos;

/// <summary>
/// <c>show crypto ipsec sa</c> of IOS and IOS-XE: <c>current_peer 203.0.113.9 port 500</c> without a colon, <c>spi: 0x20C196D(34347373)</c> without a blank, none as
/// <c>0x0(0)</c>. Hex digits are not padded, so an SPI counts only with the bracket behind it.
/// </summary>
internal sealed class IosForm : IpsecSaForm
{
    private const string Bracketed = "spi: 0x, 1 to 8 hex digits and the decimal in brackets right behind";

    public static IosForm Instance { get; } = new();

    public override string ExpectedPeer =>
        "current_peer, an address and a port, as IOS prints it (an ASA prints a colon)";

    public override Peer? CurrentPeer(WalkedLine line)
    {
        var words = (line.After("current_peer") ?? "").TrimStart(':', ' ').Split(' ');
        if (words[0].Length == 0)
        {
            return null;
        }

        int? port = null;
        if (words is [_, "port", var digits, ..])
        {
            if (AsaAnswer.Number(digits) is not (>= 0 and <= ushort.MaxValue and var number))
            {
                return null;
            }

            port = (int)number;
        }

        return words.Length is 1 or 3 ? new Peer(words[0].StartsWith('(') ? null : words[0], Port: port) : null;
    }

    public override uint? CurrentSpi(ReadOnlySpan<char> text, out bool mayBeCut)
    {
        mayBeCut = false;
        return ExpectedSpi(text) is null ? AsaAnswer.Hex(text[..text.IndexOf('(')]) : null;
    }

    public override string? ExpectedSpi(ReadOnlySpan<char> text)
    {
        var bracket = text.IndexOf('(');
        return
            bracket >= 0
            && AsaAnswer.Hex(text[..bracket]) is not null
            && text[(bracket + 1)..] is [.. var number, ')']
            && AsaAnswer.Number(number) is not null
            ? null
            : Bracketed;
    }

    /// <summary>Lines that IOS prints and an ASA does not.</summary>
    public static bool IsSignature(AnswerLine line) =>
        (line.After("current_peer") is { } peer && peer.Contains(" port ", StringComparison.Ordinal) && peer[0] != ':')
        || line.Begins("protected vrf:")
        || line.Begins("PERMIT, flags=")
        || line.Begins("#send errors ") && !line.Begins("#send errors:")
        || line.Begins("conn id: ")
        || line.Begins("Status: ACTIVE(")
        || line.Begins("inbound ah sas:")
        || line.Begins("inbound pcp sas:")
        || line.Begins("outbound ah sas:")
        || line.Begins("outbound pcp sas:")
        || line.Begins("sa timing: remaining key lifetime (k/sec)")
        || (
            (line.After("spi: ") ?? line.After("current outbound spi: ")) is { } spi
            && Instance.ExpectedSpi(spi) is null
        );
}
