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

    public static Parsed<SaListing> Read(string answer) => Read(AnswerText.Of(answer));

    internal static Parsed<SaListing> Read(AnswerText text) =>
        AsaAnswer.Read(text, Command, t => new IpsecSaReader(t, IosForm.Instance).Read());
}
