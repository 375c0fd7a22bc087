using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary><c>show crypto isakmp sa</c>: the IKEv1 part, then the IKEv2 part. Read where it is pasted or saved; never typed.</summary>
public static class ShowCryptoIsakmpSa
{
    public const string Command = "show crypto isakmp sa";

    public static Parsed<IkeListing> Read(AnswerText text) =>
        AsaListing<IkeListing>.Read(text, Command, new BothParts());

    private sealed class BothParts : ILineReader<IkeListing>
    {
        private readonly Ikev1Reader ikev1 = new();
        private readonly Ikev2Reader ikev2 = new();
        private bool inIkev2;

        public string Signature => "IKEv1 SAs:, IKEv2 SAs: or There are no IKEv1 SAs";

        public string? Take(WalkedLine line)
        {
            // Pasted texts may have the newer part first.
            inIkev2 = Ikev2Reader.IsSignature(line) || (inIkev2 && !Ikev1Reader.IsSignature(line));
            return inIkev2 ? ikev2.Take(line) : ikev1.Take(line);
        }

        public IkeListing? End()
        {
            IkeListing[] parts = [.. new[] { ikev1.End(), ikev2.End() }.OfType<IkeListing>()];
            return parts is []
                ? null
                : new IkeListing([.. parts.SelectMany(part => part.Sas)], parts.All(part => part.Complete));
        }
    }
}
