namespace SpiBot.Tunnels.Diagnosis;

/// <summary>
/// When it is worth listing the contexts of the data path, which is long: both ends list the same SAs, unchanged between the two looks, and still an end decrypts
/// nothing at all of what the other encrypts for a pair of networks. Then one of the two works with something else than it lists. Where only one end can be read: it
/// sends with SAs that stay, nothing comes back, and no packet that it dropped says why.
/// </summary>
public static class DataPathDoubt
{
    /// <summary>So few packets may be on their way between two looks.</summary>
    private const int OnTheirWay = 20;

    public static bool Arises(TunnelEvidence evidence)
    {
        var examination = new Examination(evidence);
        if (examination is not { TwoLooks: true, SpisChanged: false })
        {
            return false;
        }

        return examination.BothEndsSeen
            ? examination.EndsAgree
                && examination.Comparison.Any(row =>
                {
                    var (ours, theirs) = (examination.OurTraffic(row), examination.TheirTraffic(row));
                    return IsLost(theirs, ours) || IsLost(ours, theirs);
                })
            : !DropWitness.At(evidence.Ours).Any(witness => witness.IsNow)
                && examination.Comparison.Select(examination.OurTraffic).Any(ours => IsLost(ours, ours));
    }

    private static bool IsLost(Traffic sender, Traffic receiver) => sender.Sent > OnTheirWay && receiver.Arrived == 0;
}
