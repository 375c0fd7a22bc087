using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary><c>show crypto ikev2 sa</c>, narrow (8.4, 9.0) and wide, with the child SAs and their SPIs.</summary>
public static class ShowCryptoIkev2Sa
{
    public const string Command = "show crypto ikev2 sa";

    /// <summary>There is no filter: of other peers no more is kept than who they are.</summary>
    public static Query<IkeListing> Peer(IPAddress peer) =>
        new(Command, () => new AsaListing<IkeListing>(Command, new Ikev2Reader(peer)))
        {
            KnownBy = "ASA 8.4 and later",
        };

    public static Parsed<IkeListing> Read(AnswerText text) =>
        AsaListing<IkeListing>.Read(text, Command, new Ikev2Reader());
}
