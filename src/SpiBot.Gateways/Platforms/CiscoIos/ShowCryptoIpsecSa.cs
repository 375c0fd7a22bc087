using System.Net;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoIos;

/// <summary>
/// <c>show crypto ipsec sa [peer X] [detail]</c> of IOS and IOS-XE. It says neither whether an SA is rekeyed nor whether a tunnel is site-to-site
/// (<see cref="ChildSa.Kind"/> is null).
/// </summary>
public static class ShowCryptoIpsecSa
{
    public const string Command = "show crypto ipsec sa";

    /// <exception cref="ArgumentException">Not the address of one peer.</exception>
    public static Query<SaListing> Peer(IPAddress peer)
    {
        var address = AsaAddress.Of(peer);
        return new(FirstThatFits.Of($"{Command} peer {address}", $"show cry ips sa peer {address}"), ReadLive);
    }

    /// <summary>A router that has none prints nothing, or says so in words; in a text from elsewhere nothing would mean nothing.</summary>
    internal static Parsed<SaListing> ReadLive(AnswerText text)
    {
        return text.Lines.Count == 0 || text.Lines is [var line] && line.Begins("No SAs found")
            ? Parsed.Of(new SaListing(Complete: true, []))
            : Read(text);
    }

    public static Parsed<SaListing> Read(AnswerText text) =>
        AsaListing<SaListing>.Read(text, Command, new IpsecSaReader(IosForm.Instance));
}
