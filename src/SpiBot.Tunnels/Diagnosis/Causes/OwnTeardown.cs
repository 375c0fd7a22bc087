namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>A box ended the tunnel as it is set to (idle, or up for as long as it may be), and nothing has asked for it since.</summary>
internal sealed class OwnTeardown : ICause
{
    private static readonly string[] OwnReasons = ["idle", "maximum", "max time", "session timeout"];

    public string Id => "own-teardown";

    public Severity Severity => Severity.Unknown;

    public CauseTexts Texts { get; } =
        new(
            Title: "A gateway ended the tunnel as it is set to",
            What: "`vpn-idle-timeout` (30 minutes where nothing is set) or `vpn-session-timeout` is over: the box lets go of the tunnel with all its SAs. The next packet brings it back.",
            Shows: "Complete listings without an SA for the peer, and the box's log (113019, or 713050 with IKEv1), or what is remembered of it, tells the end of the session with that reason. High at two looks, low after one.",
            Against: "A negotiation that failed since: then the tunnel is asked for and does not come up.",
            Helps: "Nothing is at fault: send a packet through it. Where it has to stay up: `vpn-idle-timeout none`, or `vpn-session-timeout none`, in its group policy, whichever was over; against an idle timeout also traffic that keeps it up (an IP SLA probe).",
            HelpsNot: "A clear: there is nothing to clear, and no SPI is at fault.",
            Source: "ASA syslog guide, 113019; ASA command reference, vpn-idle-timeout."
        );

    public Finding? Examine(Examination examination)
    {
        var (ours, theirs) = (examination.Ours, examination.Theirs);
        if (examination.OursIsStandby || !ours.Latest.HasNoSa || (theirs is not null && !theirs.Latest.HasNoSa))
        {
            return null;
        }

        var ended = examination.Ends.Select(LastEnding).OfType<Ending>().MaxBy(e => e.At);
        if (ended is null || !IsOwn(ended.Reason) || TriedSince(examination, ended))
        {
            return null;
        }

        var twice = examination.TwoLooks && ours.Earlier!.HasNoSa;
        return new Finding(
            Id,
            twice ? Confidence.High : Confidence.Low,
            $"{ended.End.Gateway} ended the tunnel with {ended.End.Latest.PeerInWords} as it is set to: {ended.Reason}",
            $"It says so itself, at {Said.Time(ended.At)}, and there is no SA since. No SPI is at fault, and nothing was seen that asks for the tunnel. A clear is not offered: there is nothing to clear."
                + (twice ? "" : " Not sure after one look."),
            [
                new EvidenceLine(ended.End.Gateway, ended.At, $"{ended.MessageId}: {ended.Reason}"),
                Said.NoSa(ours.Latest),
                .. Said.Ike(ours),
                .. Said.Drops(ours),
            ],
            examination.OurDrops.Dropped > 0
                ? [$"{ours.Gateway} drops {Said.Rate(examination.OurDrops)} for an invalid SPI: somebody still sends."]
                : [],
            [Remedies.Wait(ours, Helps.Yes, $"The next packet for it brings it back. {StaysUpBy(ended)}")]
        );
    }

    /// <summary>Which of the two limits it was decides which one to lift: traffic keeps off an idle timeout, and no other.</summary>
    private static string StaysUpBy(Ending ended) =>
        ended.Reason.Contains("idle", StringComparison.OrdinalIgnoreCase)
            ? $"If it has to stay up, set vpn-idle-timeout none in its group policy on {ended.End.Gateway}, or keep traffic on it."
            : $"If it has to stay up, set vpn-session-timeout none in its group policy on {ended.End.Gateway}: traffic does not keep it up longer.";

    private static bool IsOwn(string reason) =>
        OwnReasons.Any(own => reason.Contains(own, StringComparison.OrdinalIgnoreCase));

    /// <summary>From its log, or from what was remembered of its log.</summary>
    private static Ending? LastEnding(TunnelEnd end)
    {
        var logged = PeerLog
            .Of(end, e => e.Id is 113019 or 713050 or 713259)
            .Where(l => l.At is not null && History.LoggedTeardowns.Reason(l.Event.Text) is not null)
            .Select(l => new Ending(end, l.At!.Value, l.Event.Id, History.LoggedTeardowns.Reason(l.Event.Text)!));
        var remembered = (end.History?.Teardowns ?? [])
            .Where(t => t.Reason is not null)
            .Select(t => new Ending(end, t.At, t.MessageId, t.Reason!));
        return logged.Concat(remembered).MaxBy(e => e.At);
    }

    private static bool TriedSince(Examination examination, Ending ended) =>
        examination.Ends.Any(end => PeerLog.Of(end, e => e.Id == 750003).Any(l => l.At > ended.At));

    private sealed record Ending(TunnelEnd End, DateTimeOffset At, int MessageId, string Reason);
}
