using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// <c>show asp table vpn-context detail</c>: the contexts of all peers (there is no form for one), some 400 bytes each and two for every child SA. To be asked only of a
/// box that is known to hold few and not to be busy. Nothing printed: there are none.
/// </summary>
public static class ShowVpnContext
{
    public const string Command = "show asp table vpn-context detail";

    private const string Beginning = "VPN CTX";

    public static Query<DataPath> Query { get; } = new(Command, Read);

    public static Parsed<DataPath> Read(AnswerText text) => AsaAnswer.Read(text, Command, ReadContexts);

    internal static bool IsSignature(AnswerLine line) => line.Begins(Beginning) && line.Span.Contains('=');

    private static Parsed<DataPath> ReadContexts(AnswerText text)
    {
        var contexts = new List<DataPathContext>();
        foreach (var line in text.Lines)
        {
            var equals = line.Span.IndexOf('=');
            if (equals < 0)
            {
                if (contexts.Count == 0)
                {
                    return text.Fail<DataPath>(Command, line, "VPN CTX = 0x…");
                }

                continue;
            }

            var name = line.Span[..equals].TrimEnd();
            var value = line.Span[(equals + 1)..].TrimStart();
            if (name.Equals(Beginning, StringComparison.OrdinalIgnoreCase))
            {
                if (AsaAnswer.Hex(value) is not { } id)
                {
                    return text.Fail<DataPath>(Command, line, "VPN CTX = 0x and up to 8 hex digits");
                }

                contexts.Add(new DataPathContext(id, Address: null, Direction: null, Spi: null));
            }
            else if (contexts.Count > 0 && !line.IsOpen)
            {
                // What the text ends in may be cut: half an SPI is another SPI.
                contexts[^1] = With(contexts[^1], name.ToString(), value.ToString());
            }
        }

        // What follows the counter of refused crypto varies.
        var whole = contexts is [] or [.., { BadCrypto: not null }];
        return contexts.Count > 0 || text.Lines.Count == 0
            ? Parsed.Of(new DataPath(contexts, whole))
            : text.FailAtStart<DataPath>(Command, "VPN CTX = 0x…");
    }

    private static DataPathContext With(DataPathContext context, string name, string value) =>
        name.ToUpperInvariant() switch
        {
            "PEER IP" => context with { Address = value },
            "STATE" => context with { State = value },
            "FLAGS" => context with { Flags = value, Direction = Direction(value) },
            "SPI" => context with { Spi = Spi.TryParseHex(value) },
            "PKTS" => context with { Packets = AsaAnswer.Number(value) },
            "BAD PKTS" => context with { BadPackets = AsaAnswer.Number(value) },
            "BAD SPI" => context with { BadSpi = AsaAnswer.Number(value) },
            "SPOOF" => context with { Spoofed = AsaAnswer.Number(value) },
            "BAD CRYPTO" => context with { BadCrypto = AsaAnswer.Number(value) },
            _ => context,
        };

    private static SaDirection? Direction(string flags)
    {
        var words = flags.Split('+');
        return words.Contains("DECR", StringComparer.OrdinalIgnoreCase) ? SaDirection.Inbound
            : words.Contains("ENCR", StringComparer.OrdinalIgnoreCase) ? SaDirection.Outbound
            : null;
    }
}
