namespace SpiBot.Lab.Scenarios;

/// <summary>HQ's pair switched over, and the address that is asked belongs to the unit that is standby now: it shows copies of the SAs, forwards nothing, and its counters stand still.</summary>
public sealed class WrongUnit : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(12);

    public string Name => "wrong-unit";

    public string Description =>
        "The unit of HQ that answers has been the standby one for 12 minutes; the other forwards, and the tunnels are well.";

    public void Play(Site site) => site.At(Ago, () => site.Hq.AnswersAsStandby = true);
}
