namespace SpiBot.Tunnels.Diagnosis;

/// <summary>Judges a tunnel after the first rekey since a clear: some causes return then, a rejected rekey above all.</summary>
public static class AfterRekey
{
    /// <param name="before">What was seen before the clear.</param>
    /// <param name="after">Two looks after the rekey; one tells less.</param>
    public static RemediationOutcome Judge(TunnelEvidence before, TunnelEvidence after)
    {
        var (was, now) = (new Examination(before), new Examination(after));
        var rows = OutcomeRows.Of(was, now);
        var (we, they) = (now.OurName, now.TheirName);
        if (now.Ours.Latest.Sas.Value is not { } sas)
        {
            return new(
                OutcomeVerdict.CannotTell,
                $"After the next rekey the SAs of {we} were not read ({now.Ours.Latest.Sas.NotRead}).",
                rows
            );
        }

        if (sas.Tunnels.Count == 0)
        {
            return new(
                OutcomeVerdict.CannotTell,
                $"After the next rekey {we} has no SA with {they}: nothing asks for the tunnel, or it could not be negotiated anew.",
                rows
            );
        }

        var diagnosis = Diagnostician.Diagnose(after);
        var verdict = diagnosis.First.Verdict.TrimEnd('.');
        return diagnosis.Severity switch
        {
            Severity.Good => new(OutcomeVerdict.Helped, $"Still well after the next rekey: {verdict}.", rows),
            Severity.Attention => new(
                OutcomeVerdict.DidNotHelp,
                $"It came back after the next rekey: {verdict}.",
                rows
            ),
            _ => new(OutcomeVerdict.CannotTell, $"After the next rekey it is not clear: {verdict}.", rows),
        };
    }
}
