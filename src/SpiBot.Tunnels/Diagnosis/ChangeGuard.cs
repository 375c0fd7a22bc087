namespace SpiBot.Tunnels.Diagnosis;

/// <summary>
/// What holds for every rule: nothing that changes a gateway is offered after one look, nor on a unit that is standby or
/// has changed between the looks. Says so where it takes something away.
/// </summary>
internal static class ChangeGuard
{
    public static Finding Restrict(Finding finding, Examination examination)
    {
        List<Remedy> kept = [];
        List<string> against = [.. finding.Against];
        foreach (var remedy in finding.Remedies)
        {
            if (remedy.ChangesSomething && WhyNot(remedy, examination) is { } reason)
            {
                if (!against.Contains(reason))
                {
                    against.Add(reason);
                }
            }
            else
            {
                kept.Add(remedy);
            }
        }

        return finding with
        {
            Remedies = kept,
            Against = against,
        };
    }

    private static string? WhyNot(Remedy remedy, Examination examination)
    {
        if (!examination.TwoLooks)
        {
            return examination.Ours.Earlier is null || examination.Theirs is not { } once
                ? "Nothing is changed on a gateway after one look."
                : $"Nothing is changed on a gateway while {once.Gateway} was looked at only once.";
        }

        return new[] { examination.Ours, examination.Theirs }
            .OfType<TunnelEnd>()
            .Where(end => end.Gateway == remedy.Gateway || remedy.Kind == RemedyKind.BothEnds)
            .Select(WhyNotAt)
            .FirstOrDefault(because => because is not null);
    }

    private static string? WhyNotAt(TunnelEnd target)
    {
        if (Examination.IsStandby(target))
        {
            return $"Nothing is offered on {target.Gateway}: the unit that answered is not the active one.";
        }

        // Two looks at two units, or hours apart, are not two looks.
        return SameUnit.WhyNot(target.Earlier?.Box, target.Latest.Box) is { } changed
            ? $"Nothing is offered on {target.Gateway}: {changed}."
            : null;
    }
}
