namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>The unit that answered is the standby: it may show replicated SAs, but forwards nothing and counts nothing.</summary>
internal sealed class WrongUnit : ICause
{
    public string Id => "wrong-unit";

    public Severity Severity => Severity.Unknown;

    public CauseTexts Texts { get; } =
        new(
            Title: "Another unit was asked than the one that forwards",
            What: "The gateway that answered is the standby (or failed) unit of a failover pair. It may show replicated SAs, but forwards nothing.",
            Shows: "`show failover` says Standby or Failed behind This host. High: the box says so itself.",
            Against: "Nothing. Until the active unit is asked, nothing else can be told.",
            Helps: "Checking again at the address of the active unit: an ASA's main address moves to it.",
            HelpsNot: "Any clear: the standby's SAs are copies, and its counters stand still.",
            Source: "ASA command reference, show failover; ASA configuration guide, failover."
        );

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
                    Helps.No,
                    $"Check again at the address of the active unit: an ASA's main address moves to it, so {ours.Gateway} may be in the inventory by its standby address."
                ),
            ]
        );
    }
}
