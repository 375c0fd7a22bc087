using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Pasted;

/// <summary>A command whose saved output can be read: how it is recognised, and how it is read.</summary>
/// <param name="Platform">As in the inventory: <c>cisco_asa</c>.</param>
/// <param name="Command">The command in full, without arguments.</param>
/// <param name="Begins">Whether a line is one that only this command's output has near its beginning.</param>
/// <param name="Read">The value: an <see cref="SaListing"/>, <see cref="DropCounters"/>, <see cref="IkeListing"/>, …</param>
public sealed record SavedCommand(
    string Platform,
    string Command,
    Func<AnswerLine, bool> Begins,
    Func<AnswerText, Parsed<object>> Read
)
{
    /// <summary>All of them. Where several would recognise a line, the first wins.</summary>
    public static IReadOnlyList<SavedCommand> All { get; } =
    [
        Asa(
            ShowCryptoIpsecSaInactive.Command,
            line => line.Begins("Checking for inactive IPsec SAs") || line.Begins("Inactive IPsec SAs:"),
            ShowCryptoIpsecSaInactive.Read
        ),
        Asa(ShowCryptoIpsecSa.Command, IpsecSaReader.IsSignature, ShowCryptoIpsecSa.Read),
        Asa(
            ShowAspDrop.Command,
            line =>
                ShowAspDrop.Header(line) is not null
                || ShowAspDrop.Row(line.Text) is { Keyword: DropCounters.InvalidSpi },
            ShowAspDrop.Read
        ),
        Asa(ShowCryptoIkev1Sa.Command, Ikev1Reader.IsSignature, ShowCryptoIkev1Sa.Read),
        Asa(ShowCryptoIkev2Sa.Command, Ikev2Reader.IsSignature, ShowCryptoIkev2Sa.Read),
        Asa(ShowCryptoIsakmpSa.Command, _ => false, ShowCryptoIsakmpSa.Read),
        Asa(
            ShowFailover.Command,
            line => line.Is("Failover On") || line.Is("Failover Off") || line.Begins("This host: "),
            ShowFailover.Read
        ),
        Asa(
            ShowVersion.Command,
            line => line.Text.Contains(ShowVersion.Mark, StringComparison.OrdinalIgnoreCase),
            ShowVersion.Read
        ),
        Asa(ShowSshSessions.Command, line => line.Begins("SID Client IP"), ShowSshSessions.Read),
        Asa(ShowClock.Command, line => ShowClock.Clock(line.Text) is not null, ShowClock.Read),
    ];

    private static SavedCommand Asa<T>(string command, Func<AnswerLine, bool> begins, Func<AnswerText, Parsed<T>> read)
        where T : class =>
        new(
            "cisco_asa",
            command,
            begins,
            text =>
                read(text) is var parsed && parsed.Succeeded
                    ? Parsed.Of<object>(parsed.Value)
                    : Parsed.Fail<object>(parsed.Failure!)
        );
}
