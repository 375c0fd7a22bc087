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
        new PeerOnOldSa(),
        new StaleOutbound(),
        new ForeignPeerOnOldSa(),
        new TunnelDown(),
        new MisdirectedEsp(),
        new InactiveSasLeft(),
        new RekeyNoise(),
        new CounterResidue(),
        new Healthy(),
    ];

    /// <summary>The rules and, behind them, what is said when none of them speaks: everything that a finding may name.</summary>
    public static IReadOnlyList<ICause> Described { get; } = [.. Causes, Undetermined];

    public static TunnelDiagnosis Diagnose(TunnelEvidence evidence)
    {
        var examination = new Examination(evidence);
        var spoken = Causes
            .Select(cause => (Cause: cause, Finding: cause.Examine(examination)))
            .Where(found => found.Finding is not null)
            .ToList();
        var (first, severity) =
            spoken.Count > 0
                ? (spoken, spoken[0].Cause.Severity)
                : ([(Undetermined, Undetermined.Examine(examination))], Undetermined.Severity);
        return new TunnelDiagnosis(
            [.. first.Select(found => ChangeGuard.Restrict(found.Finding!, examination))],
            Soften(severity, first[0].Finding!),
            examination.Comparison,
            examination.OurDrops,
            examination.TheirDrops,
            examination.Missing,
            examination.TwoLooks
        );
    }

    // Good news of which we are not sure is not shown in green.
    private static Severity Soften(Severity severity, Finding first) =>
        severity == Severity.Good && first.Confidence == Confidence.Low ? Severity.Unknown : severity;
}
