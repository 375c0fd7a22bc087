using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary><c>show crypto isakmp sa</c>: the IKEv1 part, then the IKEv2 part. Read where it is pasted or saved; never typed.</summary>
public static class ShowCryptoIsakmpSa
{
    public const string Command = "show crypto isakmp sa";

    public static Parsed<IkeListing> Read(string answer) => Read(AnswerText.Of(answer));

    internal static Parsed<IkeListing> Read(AnswerText text) => AsaAnswer.Read(text, Command, ReadLines);

    private static Parsed<IkeListing> ReadLines(AnswerText text)
    {
        var ikev1 = new Ikev1Reader();
        var ikev2 = new Ikev2Reader();
        var inIkev2 = false;
        foreach (var line in text.Walk())
        {
            // Pasted texts may have the newer part first.
            inIkev2 = Ikev2Reader.IsSignature(line) || (inIkev2 && !Ikev1Reader.IsSignature(line));
            if (inIkev2)
            {
                if (ikev2.Take(line) is { } expected)
                {
                    return text.Fail<IkeListing>(Command, line, expected);
                }
            }
            else
            {
                ikev1.Take(line);
            }
        }

        if (!ikev1.Recognised && !ikev2.Recognised)
        {
            return text.FailAtStart<IkeListing>(Command, "IKEv1 SAs:, IKEv2 SAs: or There are no IKEv1 SAs");
        }

        var (first, second) = (ikev1.Listing(), ikev2.Listing());
        return Parsed.Of(new IkeListing([.. first.Sas, .. second.Sas], first.Complete && second.Complete));
    }
}
