using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary><c>show crypto ikev1 sa</c> and <c>… detail</c>, in the blocks of 8.x and later and the table of 7.x.</summary>
public static class ShowCryptoIkev1Sa
{
    public const string Command = "show crypto ikev1 sa";

    /// <summary>There is no filter: of other peers no more is kept than who they are.</summary>
    public static Query<IkeListing> Peer(IPAddress peer) =>
        new(Command + " detail", () => new AsaListing<IkeListing>(Command, new Ikev1Reader(peer)))
        {
            KnownBy = "ASA 8.4 and later",
        };

    public static Parsed<IkeListing> Read(AnswerText text) =>
        AsaListing<IkeListing>.Read(text, Command, new Ikev1Reader());
}
