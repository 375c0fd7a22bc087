namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>No end that could be read has an SA, and the listings were complete. There is nothing to clear.</summary>
internal sealed class TunnelDown : ICause
{
    public string Id => "tunnel-down";

    public Severity Severity => Severity.Attention;

    public CauseTexts Texts { get; } =
        new(
            Title: "There is no SA",
            What: "Neither end that could be read has an SA with the other.",
            Shows: "Complete listings without an SA for the peer, at both looks. High when both ends were read.",
            Against: "An idle tunnel looks the same: SAs come with traffic.",
            Helps: "Sending a packet through it. If it then does not come up, the logs of the negotiation say why.",
            HelpsNot: "A clear: there is nothing to clear.",
            Source: "ASA command reference, show crypto ipsec sa."
        );

    public Finding? Examine(Examination examination)
    {
        var (ours, theirs) = (examination.Ours, examination.Theirs);
        if (
            examination.OursIsStandby
            || !ours.Latest.HasNoSa
            || (theirs is { Latest.Sas.WasRead: true } && !theirs.Latest.HasNoSa)
        )
        {
            return null;
        }

        var bothSeen = examination.BothEndsSeen;
        var ike = IkeView.Of(ours.Latest);
        var twice = examination.TwoLooks && ours.Earlier!.HasNoSa && (theirs is null || theirs.Earlier!.HasNoSa);
        return new Finding(
            Id,
            !twice ? Confidence.Low
                : bothSeen ? Confidence.High
                : Confidence.Medium,
            $"The tunnel between {ours.Gateway} and {examination.TheirName} has no SA",
            Why(examination, ike, bothSeen),
            [
                Said.NoSa(ours.Latest),
                .. bothSeen && theirs is not null ? new[] { Said.NoSa(theirs.Latest) } : [],
                .. Said.Ike(ours),
                .. Said.Ike(theirs),
                .. Said.Drops(ours),
            ],
            Against(examination, twice),
            Ladder(examination, ike)
        );
    }

    private static string Why(Examination examination, IkeView ike, bool bothSeen)
    {
        var ends = bothSeen
            ? $"Neither {examination.OurName} nor {examination.TheirName} lists an SA with the other."
            : $"{examination.OurName} lists no SA with {examination.TheirName}; the other end was not read.";
        var state = ike.Up switch
        {
            true =>
                $" IKE is up ({ike.Words}), so the ends reach each other; either nothing asks for the tunnel, or the negotiation of the SAs fails.",
            false when ike.Words == "no IKE SA" =>
                " There is no IKE SA either; either nothing asks for the tunnel, or IKE does not succeed.",
            false => $" IKE is not up ({ike.Words}): the negotiation does not get to its end.",
            null => " Whether IKE is up could not be read.",
        };
        return ends + state + " A clear cannot help: there is nothing to clear.";
    }

    private static List<string> Against(Examination examination, bool twice)
    {
        List<string> against = ["An idle tunnel looks the same: SAs come with traffic."];
        if (!examination.Evidence.PeerIsListed)
        {
            against.Add(
                $"So does a mistyped address: the inventory has no {examination.Ours.Latest.PeerInWords} among {examination.OurName}'s peers."
            );
        }

        if (!twice)
        {
            against.Add("This was not seen at two looks.");
        }

        if (examination.OurDrops.Dropped > 0)
        {
            against.Add(
                $"{examination.OurName} drops {Said.Rate(examination.OurDrops)} for an invalid SPI: somebody, perhaps {examination.TheirName}, still sends with an SA that {examination.OurName} does not have."
            );
        }

        return against;
    }

    private static List<Remedy> Ladder(Examination examination, IkeView ike)
    {
        List<Remedy> ladder =
        [
            Remedies.Wait(
                examination.Ours,
                Helps.Maybe,
                "If the tunnel is only idle, it comes up with its first packet: send one through it, then check again."
            ),
        ];
        if (!examination.BothEndsSeen)
        {
            var question =
                ike.Up == true
                    ? "why no SAs are negotiated"
                    : "whether their end is up and what their log says of the negotiation";
            ladder.Add(Remedies.AskPeer(examination.Ours, Helps.Maybe, $"Ask {examination.TheirName} {question}."));
        }

        return ladder;
    }
}
