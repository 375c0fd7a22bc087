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
        var text = $"show crypto ipsec sa peer {address}";
        // The longest IPv6 addresses leave no room for the words in full: see Query.
        return new Query<SaListing>(text.Length <= Longest ? text : $"show cry ips sa peer {address}", Read);
    }

    public static Parsed<SaListing> Read(string answer) => Read(AnswerText.Of(answer));

    internal static Parsed<SaListing> Read(AnswerText text) =>
        AsaAnswer.Read(text, Command, t => new IpsecSaReader(t, IpsecSaForm.Asa).Read());

    private const int Longest = 60;
}
