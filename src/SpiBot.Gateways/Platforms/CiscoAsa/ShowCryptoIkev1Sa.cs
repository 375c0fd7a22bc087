using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary><c>show crypto ikev1 sa</c> and <c>… detail</c>, in the blocks of 8.x and later and the table of 7.x.</summary>
public static class ShowCryptoIkev1Sa
{
    public const string Command = "show crypto ikev1 sa";

    public static Query<IkeListing> Query { get; } = new(Command + " detail", Read) { KnownBy = "ASA 8.4 and later" };

    public static Parsed<IkeListing> Read(string answer) => Read(AnswerText.Of(answer));

    internal static Parsed<IkeListing> Read(AnswerText text) =>
        AsaAnswer.Read(
            text,
            Command,
            t =>
            {
                var ikev1 = new Ikev1Reader();
                foreach (var line in t.Walk())
                {
                    ikev1.Take(line);
                }

                return ikev1.Recognised
                    ? Parsed.Of(ikev1.Listing())
                    : t.FailAtStart<IkeListing>(Command, "IKEv1 SAs:, IKE Peer: or There are no IKEv1 SAs");
            }
        );
}
