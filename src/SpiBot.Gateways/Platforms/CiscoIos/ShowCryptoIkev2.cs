using System.Net;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoIos;

/// <summary><c>show crypto ikev2 sa [detailed]</c> (the IKE SAs) and <c>show crypto ikev2 session</c> (their child SAs with the ESP SPIs too) of IOS and IOS-XE.</summary>
public static class ShowCryptoIkev2
{
    public const string Sa = "show crypto ikev2 sa";

    public const string Session = "show crypto ikev2 session";

    private const string Releases = "IOS 15.1(1)T and later, and IOS-XE,";

    /// <summary>The child SAs as IKE knows them. The router has no form of the command for one peer: of its answer only that peer's is kept.</summary>
    /// <exception cref="ArgumentException">Not the address of one peer.</exception>
    public static Query<IkeListing> Children(IPAddress peer)
    {
        _ = AsaAddress.Of(peer);
        return new(
            Session,
            answer =>
            {
                var read = WhereNothingIsNone(answer, ReadSession);
                return read.Succeeded
                    ? Parsed.Of(read.Value with { Sas = [.. read.Value.Sas.Where(sa => sa.IsWith(peer))] })
                    : read;
            }
        )
        {
            KnownBy = Releases,
        };
    }

    /// <summary>The IKE SAs with one peer: in detail, which says who began.</summary>
    /// <exception cref="ArgumentException">Not the address of one peer.</exception>
    public static Query<IkeListing> Peer(IPAddress peer)
    {
        var address = AsaAddress.Of(peer);
        return new(
            FirstThatFits.Of(
                $"{Sa} remote {address} detailed",
                $"sh cry ikev2 sa rem {address} det",
                $"sh cry ikev2 sa r {address} d"
            ),
            answer => WhereNothingIsNone(answer, ReadSa)
        )
        {
            KnownBy = Releases,
        };
    }

    /// <summary>Child SAs are not in it: <see cref="IkeSa.Children"/> is null, unlike "none".</summary>
    public static Parsed<IkeListing> ReadSa(AnswerText text)
    {
        var read = Read(text, Sa);
        return read.Succeeded ? Parsed.Of(read.Value with { Sas = [.. read.Value.Sas.Select(WithoutEmpty)] }) : read;
    }

    public static Parsed<IkeListing> ReadSession(AnswerText text) => Read(text, Session);

    /// <summary>A router that has none prints nothing, or the headings alone; in a text from elsewhere nothing would mean nothing.</summary>
    private static Parsed<IkeListing> WhereNothingIsNone(
        AnswerText answer,
        Func<AnswerText, Parsed<IkeListing>> read
    ) => answer.IsEmpty ? Parsed.Of(new IkeListing([])) : read(answer);

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
                foreach (var line in t.Lines)
                {
                    if (reader.Take(line) is { } expected)
                    {
                        return t.Fail<IkeListing>(command, line, expected);
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
