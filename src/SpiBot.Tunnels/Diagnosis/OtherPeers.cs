using SpiBot.Tunnels.Diagnosis.Causes;

namespace SpiBot.Tunnels.Diagnosis;

/// <summary>Where a check finds that what is dropped is not of its tunnel: whose it is, each to be checked next.</summary>
public static class OtherPeers
{
    public static IReadOnlyList<(string Gateway, string Peer)> Of(Finding finding, TunnelEvidence evidence)
    {
        if (finding.Cause != MisdirectedEsp.Name)
        {
            return [];
        }

        var dropper = MisdirectedEsp
            .Dropper(
                evidence.Ours,
                Drops(evidence.Ours),
                evidence.Theirs,
                evidence.Theirs is { } end ? Drops(end) : null
            )
            .End;
        return [.. MisdirectedEsp.Peers(dropper).Select(peer => (dropper.Gateway, peer))];
    }

    private static DropRate Drops(TunnelEnd end) => DropRate.Between(end.Earlier?.Box, end.Latest.Box);
}
