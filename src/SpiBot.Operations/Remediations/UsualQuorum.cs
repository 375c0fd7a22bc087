using SpiBot.Gateways.Changes;

namespace SpiBot.Operations.Remediations;

/// <summary>How many different people must approve each kind of change where the settings do not say.</summary>
internal static class UsualQuorum
{
    private static readonly Dictionary<string, int> Table = new(StringComparer.Ordinal)
    {
        ["clear-inactive"] = 1,
        ["clear-entry"] = 1,
        ["clear-peer"] = 1,
        ["clear-drops"] = 1,
        ["debug"] = 1,
        // It prints what stands next to keys.
        ["debug-255"] = 2,
        // These take the IKE SA: the whole tunnel, and longer where a key or a proposal does not fit any more.
        ["clear-ike"] = 2,
        ["reinitiate"] = 2,
        [RemediationPlan.BothEnds] = 2,
    };

    /// <summary>What is in no line wants two.</summary>
    public static int Of(string kind) => Table.GetValueOrDefault(kind, 2);

    public static bool Knows(string kind) => Table.ContainsKey(kind);
}
