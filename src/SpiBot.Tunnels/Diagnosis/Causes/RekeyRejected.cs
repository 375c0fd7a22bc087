using SpiBot.Tunnels.History;

namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>
/// The ends' IKE is well and each new child SA is refused. The first child of an IKE SA takes its keys from that and needs no PFS group, so the fault shows at the
/// first rekey: a clear of the IKE SA helps for one lifetime, a clear of child SAs not at all.
/// </summary>
internal sealed class RekeyRejected : ICause
{
    /// <summary>A refusal this long ago no longer speaks of now.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(15);

    /// <summary>How far from its lifetime an SA's end may be seen, as a part of it.</summary>
    private const double AtItsEnd = 0.05;

    private static readonly string[] Words =
    [
        "matching policy",
        "NO_PROPOSAL_CHOSEN",
        "no proposal chosen",
        "proposals found unacceptable",
        "INVALID_KE_PAYLOAD",
    ];

    public string Id => "rekey-rejected";

    public Severity Severity => Severity.Attention;

    public CauseTexts Texts { get; } =
        new(
            Title: "The peer refuses the rekey",
            What: "The ends are set to different PFS groups or proposals. With IKEv2 the first child SA takes its keys from the IKE SA, so the tunnel works for exactly one lifetime after it came up, and is refused at the first rekey.",
            Shows: "IKE is up, and an end's log says that the negotiation failed for want of a common proposal (750003, or 713… with IKEv1), while there is no child SA, or the last one is about to end. High with the log and no SA at two looks; medium with the log alone, or where the history shows two SAs that ended with their lifetime without another in their place; low with one such.",
            Against: "SAs that were replaced since the refusal; an IKE SA that is not up (then see `tunnel-down`).",
            Helps: "The same PFS group and proposals on both ends (`crypto map … set pfs`, `set ikev2 ipsec-proposal`). Until then, with IKEv2, a clear of the IKE SA may bring the tunnel back for one lifetime: a stopgap, which helps where only the PFS group differs.",
            HelpsNot: "A clear of the child SAs: IKE stays, and the next child is refused again. With IKEv1 a clear of the IKE SA neither: there the first child needs the PFS group, too. Waiting.",
            Source: "RFC 7296, 1.2 and 1.3.3; ASA syslog guide, 750003."
        );

    public Finding? Examine(Examination examination)
    {
        var ours = examination.Ours;
        if (examination.OursIsStandby || IkeView.Of(ours.Latest).Up != true)
        {
            return null;
        }

        var refusals = examination
            .Ends.SelectMany(end => PeerLog.Of(end, IsRefusal))
            .Where(logged => ours.Latest.TakenAt - logged.At <= Recent && !IsReplacedSince(logged))
            .ToList();
        var none = ours.Latest.HasNoSa;
        var ranOut = ours.History is { } history ? RanOut(history) : 0;
        if (!(refusals.Count > 0 && (none || IsAboutToEnd(ours))) && !(none && ranOut > 0))
        {
            return null;
        }

        var twice = examination.TwoLooks && (!none || ours.Earlier!.HasNoSa);
        return new Finding(
            Id,
            !twice ? Confidence.Low
                : refusals.Count > 0 && none ? Confidence.High
                : refusals.Count > 0 || ranOut > 1 ? Confidence.Medium
                : Confidence.Low,
            none
                ? $"{ours.Gateway} and {examination.TheirName} have IKE and get no SA: a new one is refused"
                : $"{examination.TheirName} and {ours.Gateway} refuse the rekey: their SA ends soon, and no other follows",
            Why(ours, refusals, none, ranOut),
            [
                .. refusals.TakeLast(3).Select(r => r.Said()),
                .. none
                    ? [Said.NoSa(ours.Latest)]
                    : examination.Comparison.SelectMany(row => Said.Accepts(ours, row.Ours)).Take(2),
                .. Said.Ike(ours),
            ],
            refusals.Count == 0
                ? ["No refusal was read in a log: an idle tunnel whose SA ran out looks the same."]
                : [],
            Ladder(examination, refusals.Count > 0 && none ? Stopgap(ours) : null)
        );
    }

    private static string Why(TunnelEnd ours, List<PeerLog> refusals, bool none, int ranOut)
    {
        List<string> said = [];
        if (refusals is [.., var last])
        {
            said.Add(
                $"{last.End.Gateway}'s log says {(refusals.Count == 1 ? "" : $"{refusals.Count} times ")}that the ends find no common proposal{(last.At is { } at ? $", last at {Said.Time(at)}" : "")}."
            );
        }

        said.Add(
            none
                ? "IKE is up and there is no child SA, so it is the child that is refused, not the peer."
                : "The SA in use still passes packets, and ends with its time."
        );
        if (ranOut > 0)
        {
            said.Add(
                $"{ranOut} {(ranOut == 1 ? "SA" : "SAs")} of the past ended with {(ranOut == 1 ? "its" : "their")} lifetime, without another in {(ranOut == 1 ? "its" : "their")} place."
            );
        }

        said.Add("A clear of the SAs is not offered: IKE would stay, and the next child would be refused again.");
        if (refusals.Count == 0)
        {
            said.Add($"Not certain, because no refusal was read in {ours.Gateway}'s log.");
        }

        return string.Join(" ", said);
    }

    /// <summary>With IKEv2 the first child of a new IKE SA is not asked for its PFS group. Null with IKEv1, where it is.</summary>
    private static Remedy? Stopgap(TunnelEnd ours) =>
        ours.Latest.OnlyIkeWithPeer is { Version: 2 } sa
            ? Remedies.ClearIke(
                ours,
                sa,
                Helps.Maybe,
                $"A stopgap of one lifetime ({Said.Left(ConfiguredLifetime.SecondsOf(ours.Latest))}): the first child SA of a new IKE SA needs no PFS group, and the next rekey is refused again. Where the proposals differ too, not even the first comes up."
            )
            : null;

    private static List<Remedy> Ladder(Examination examination, Remedy? stopgap)
    {
        List<Remedy> ladder =
        [
            Remedies.Wait(
                examination.Ours,
                Helps.No,
                $"It stays until both ends have the same PFS group and proposals: see show running-config crypto map on {examination.OurName}."
            ),
        ];
        if (examination.Theirs is null)
        {
            ladder.Add(
                Remedies.AskPeer(
                    examination.Ours,
                    Helps.Yes,
                    $"Ask {examination.TheirName} for its PFS group and its IPsec proposals, and hold them against ours."
                )
            );
        }

        if (stopgap is not null)
        {
            ladder.Add(stopgap);
        }

        return ladder;
    }

    private static bool IsRefusal(LoggedEvent logged) =>
        logged.Id is 750003 or (>= 713000 and < 714000)
        && Words.Any(word => logged.Text.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>An SA in use is younger than the refusal, as far as its lifetime tells.</summary>
    private static bool IsReplacedSince(PeerLog refusal)
    {
        var latest = refusal.End.Latest;
        var lifetime = ConfiguredLifetime.SecondsOf(latest);
        return latest
            .Tunnels.SelectMany(t => t.Inbound)
            .Any(sa =>
                !sa.Rekeyed
                && sa.RemainingSeconds is { } left
                && latest.TakenAt.AddSeconds(left - lifetime) > refusal.At
            );
    }

    /// <summary>An SA that an ASA would have replaced by now: it rekeys some minutes ahead.</summary>
    private static bool IsAboutToEnd(TunnelEnd end) =>
        end
            .Latest.Tunnels.SelectMany(t => t.Inbound)
            .Any(sa =>
                sa is { Rekeyed: false, RemainingSeconds: { } left }
                && left <= ConfiguredLifetime.SecondsOf(end.Latest) * AtItsEnd
            );

    /// <summary>How many of our SPIs ended with their lifetime, with none that began then.</summary>
    private static int RanOut(TunnelHistory history)
    {
        if (Lifetimes.OfTime(history) is not { } lifetime)
        {
            return 0;
        }

        var tolerance = lifetime * AtItsEnd;
        return history.Spis.Count(life =>
            life is { Inbound: true, Gone: { } gone }
            && gone.Width <= 2 * tolerance
            && (gone.Likeliest - life.Born.Likeliest - lifetime).Duration() <= tolerance
            && !history.Spis.Any(other =>
                other != life
                && other.Inbound
                && other.Selectors == life.Selectors
                && (other.Born.Likeliest - gone.Likeliest).Duration() <= tolerance
            )
        );
    }
}
