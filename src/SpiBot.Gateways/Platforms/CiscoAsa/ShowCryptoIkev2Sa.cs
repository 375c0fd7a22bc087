using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary><c>show crypto ikev2 sa</c>, narrow (8.4, 9.0) and wide, with the child SAs and their SPIs.</summary>
public static class ShowCryptoIkev2Sa
{
    public const string Command = "show crypto ikev2 sa";

    public static Query<IkeListing> Query { get; } = new(Command, Read) { KnownBy = "ASA 8.4 and later" };

    public static Parsed<IkeListing> Read(string answer) => Read(AnswerText.Of(answer));

    internal static Parsed<IkeListing> Read(AnswerText text) =>
        AsaAnswer.Read(
            text,
            Command,
            t =>
            {
                var ikev2 = new Ikev2Reader();
                foreach (var line in t.Walk())
                {
                    if (ikev2.Take(line) is { } expected)
                    {
                        return t.Fail<IkeListing>(Command, line, expected);
                    }
                }

                return ikev2.Recognised
                    ? Parsed.Of(ikev2.Listing())
                    : t.FailAtStart<IkeListing>(Command, "IKEv2 SAs:, Session-id: or There are no IKEv2 SAs");
            }
        );
}
