using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// <c>show crypto ipsec sa</c>, in the layouts of 7.x to 9.2x. Only the form with a peer is ever typed: the whole list is a
/// burden on a box with thousands of SAs.
/// </summary>
public static class ShowCryptoIpsecSa
{
    public const string Command = "show crypto ipsec sa";

    /// <exception cref="ArgumentException">Not the address of one peer.</exception>
    public static Query<SaListing> Peer(IPAddress peer)
    {
        var address = AsaAddress.Of(peer);
        return new(FirstThatFits.Of($"{Command} peer {address}", $"show cry ips sa peer {address}"), Reader);
    }

    public static Parsed<SaListing> Read(AnswerText text) =>
        AsaListing<SaListing>.Read(text, Command, new IpsecSaReader(IpsecSaForm.Asa));

    private static AsaListing<SaListing> Reader() => new(Command, new IpsecSaReader(IpsecSaForm.Asa));
}
