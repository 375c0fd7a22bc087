namespace SpiBot.Tunnels.Diagnosis;

/// <summary>
/// When it is worth listing the contexts of the data path, which is long: both ends list the same SAs, unchanged between the two looks, and still an end decrypts
/// nothing at all of what the other encrypts for a pair of networks. Then one of the two works with something else than it lists.
/// </summary>
public static class DataPathDoubt
{
    /// <summary>So few packets may be on their way between two looks.</summary>
    private const int OnTheirWay = 20;

    public static bool Arises(TunnelEvidence evidence)
    {
        var examination = new Examination(evidence);
        return examination is { BothEndsSeen: true, EndsAgree: true, TwoLooks: true, SpisChanged: false }
            && examination.Comparison.Any(row =>
            {
                var (ours, theirs) = (examination.OurTraffic(row), examination.TheirTraffic(row));
                return IsLost(theirs, ours) || IsLost(ours, theirs);
            });
    }

    private static bool IsLost(Traffic sender, Traffic receiver) => sender.Sent > OnTheirWay && receiver.Arrived == 0;
}
