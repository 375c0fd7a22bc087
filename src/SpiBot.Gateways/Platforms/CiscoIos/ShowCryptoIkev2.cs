using System.Net;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoIos;

/// <summary><c>show crypto ikev2 sa</c> (the IKE SAs) and <c>show crypto ikev2 session</c> (their child SAs with the ESP SPIs too) of IOS and IOS-XE.</summary>
public static class ShowCryptoIkev2
{
    public const string Sa = "show crypto ikev2 sa";

    public const string Session = "show crypto ikev2 session";

    /// <summary>The IKE SAs with one peer. A router that has none prints nothing, or the headings alone.</summary>
    /// <exception cref="ArgumentException">Not the address of one peer.</exception>
    public static Query<IkeListing> Peer(IPAddress peer)
    {
        var address = AsaAddress.Of(peer);
        return new(
            FirstThatFits.Of($"{Sa} remote {address}", $"sh cry ikev2 sa rem {address}"),
            answer => answer.IsEmpty ? Parsed.Of(new IkeListing([])) : ReadSa(answer)
        );
    }

    /// <summary>Child SAs are not in it: <see cref="IkeSa.Children"/> is null, unlike "none".</summary>
    public static Parsed<IkeListing> ReadSa(AnswerText text) =>
        Read(text, Sa) is { Succeeded: true } read
            ? Parsed.Of(read.Value with { Sas = [.. read.Value.Sas.Select(WithoutEmpty)] })
            : Read(text, Sa);

    public static Parsed<IkeListing> ReadSession(AnswerText text) => Read(text, Session);

    private static IkeSa WithoutEmpty(IkeSa sa) =>
        sa with
        {
            Children = sa.Children is { Count: > 0 } ? sa.Children : null,
        };

    private static Parsed<IkeListing> Read(AnswerText text, string command) =>
        AsaAnswer.Read(
            text,
            command,
            t =>
            {
                var reader = new IosIkev2Reader();
                for (var i = 0; i < t.Lines.Count; i++)
                {
                    if (reader.Take(t.Lines[i], open: t.LastLineIsOpen && i == t.Lines.Count - 1) is { } expected)
                    {
                        return t.Fail<IkeListing>(command, t.Lines[i], expected);
                    }
                }

                return reader.Recognised
                    ? Parsed.Of(reader.Listing())
                    : t.FailAtStart<IkeListing>(
                        command,
                        "IPv4 Crypto IKEv2, or Tunnel-id Local Remote fvrf/ivrf Status"
                    );
            }
        );
}
