namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>The unit that answered is the standby: it may show replicated SAs, but forwards nothing and counts nothing.</summary>
internal sealed class WrongUnit : ICause
{
    public string Id => "wrong-unit";

    public Severity Severity => Severity.Unknown;

    public Finding? Examine(Examination examination)
    {
        if (!examination.OursIsStandby)
        {
            return null;
        }

        var ours = examination.Ours;
        var role = ours.Latest.Box.Failover.Value!;
        var word = role.Role.ToString().ToLowerInvariant();
        return new Finding(
            Id,
            Confidence.High,
            $"The {word} unit of {ours.Gateway} answered, so the tunnel cannot be judged from here",
            $"This unit is {word} and forwards nothing: its drop counters stand still and its SAs are copies. Nothing is changed on it.",
            [Said.Line(ours.Latest, $"failover: this host {role.Unit ?? "unit"} - {role.Role}")],
            [],
            [
                Remedies.Wait(
                    ours,
                    Helps.Maybe,
                    $"Check again at the address of the active unit: an ASA's main address moves to it, so {ours.Gateway} may be in the inventory by its standby address."
                ),
            ]
        );
    }
}
