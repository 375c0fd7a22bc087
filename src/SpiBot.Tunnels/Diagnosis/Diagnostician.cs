using SpiBot.Tunnels.Diagnosis.Causes;

namespace SpiBot.Tunnels.Diagnosis;

/// <summary>Goes through the rules. Pure; never throws, whatever was or was not read.</summary>
public static class Diagnostician
{
    private static readonly Undetermined Undetermined = new();

    /// <summary>The rules, gravest first: that is the order of the findings where they are equally sure.</summary>
    public static IReadOnlyList<ICause> Causes { get; } =
    [
        new WrongUnit(),
        new RestartWithoutState(),
        new LifetimeExhausted(),
        new RekeyCollision(),
        new WrongHeadend(),
        new StaleDataPlane(),
        new RekeyRejected(),
        new PeerOnOldSa(),
        new StaleOutbound(),
        new ForeignPeerOnOldSa(),
        new AclMismatch(),
        new OverlappingEntries(),
        new NatPath(),
        new DeadSelector(),
        new Replay(),
        new EngineOrLimits(),
        new VolumeRekey(),
        new LifetimeMismatch(),
        new NoSuchPeer(),
        new OwnTeardown(),
        new TunnelDown(),
        new MisdirectedEsp(),
        new InactiveSasLeft(),
        new RekeyNoise(),
        new CounterResidue(),
        new Healthy(),
    ];

    /// <summary>The rules and, behind them, what is said when none of them speaks: everything that a finding may name.</summary>
    public static IReadOnlyList<ICause> Described { get; } = [.. Causes, Undetermined];

    /// <param name="evidence">What was read.</param>
    /// <param name="offersEntry">The clear of a single SA may be offered, too.</param>
    public static TunnelDiagnosis Diagnose(TunnelEvidence evidence, bool offersEntry = false)
    {
        var examination = new Examination(evidence);
        List<(ICause Cause, Finding Finding)> spoken = [];
        foreach (var cause in Causes)
        {
            if (cause.Examine(examination) is { } finding)
            {
                spoken.Add((cause, finding));
            }
        }

        if (spoken.Exists(s => s.Cause.Severity == Severity.Attention))
        {
            spoken.RemoveAll(s => s.Cause.SaysAllIsWell);
        }

        // Likeliest first; the order of the rules decides where they are equally sure, and good news stands behind the bad.
        spoken =
        [
            .. spoken.OrderBy(s => s.Cause.Severity == Severity.Good).ThenByDescending(s => s.Finding.Confidence),
        ];
        if (spoken is [var first, ..])
        {
            spoken.RemoveAll(s => Explained.By(first.Cause.Id, s.Cause.Id, examination));
        }
        else
        {
            spoken.Add((Undetermined, Undetermined.Examine(examination)));
        }

        return new TunnelDiagnosis(
            OfferOnce([.. spoken.Select(s => ChangeGuard.Restrict(s.Finding, examination))], offersEntry),
            Soften(spoken[0].Cause.Severity, spoken[0].Finding),
            examination.Comparison,
            examination.OurDrops,
            examination.TheirDrops,
            WhatIsMissing.Of(evidence, examination.TwoLooks, hasPeer: spoken[0].Cause is not NoSuchPeer),
            examination.TwoLooks
        );
    }

    /// <summary>Where two causes want the same change, the first one offers it.</summary>
    private static List<Finding> OfferOnce(List<Finding> findings, bool offersEntry)
    {
        var offered = new List<Remedy>();
        return
        [
            .. findings.Select(finding =>
                finding with
                {
                    Remedies = [.. finding.Remedies.Where(r => !r.ChangesSomething || IsNew(r))],
                }
            ),
        ];

        bool IsNew(Remedy remedy)
        {
            if ((remedy.Kind == RemedyKind.ClearEntry && !offersEntry) || offered.Exists(remedy.DoesTheSameAs))
            {
                return false;
            }

            offered.Add(remedy);
            return true;
        }
    }

    // Good news of which we are not sure is not shown in green.
    private static Severity Soften(Severity severity, Finding first) =>
        severity == Severity.Good && first.Confidence == Confidence.Low ? Severity.Unknown : severity;
}
