using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary><c>show crypto ikev2 sa</c>, narrow (8.4, 9.0) and wide, with the child SAs and their SPIs.</summary>
public static class ShowCryptoIkev2Sa
{
    public const string Command = "show crypto ikev2 sa";

    public static Query<IkeListing> Query { get; } = new(Command, Reader) { KnownBy = "ASA 8.4 and later" };

    public static Parsed<IkeListing> Read(AnswerText text) =>
        AsaListing<IkeListing>.Read(text, Command, new Ikev2Reader());

    private static AsaListing<IkeListing> Reader() => new(Command, new Ikev2Reader());
}
