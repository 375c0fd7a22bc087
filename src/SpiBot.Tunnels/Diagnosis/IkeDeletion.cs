namespace SpiBot.Tunnels.Diagnosis;

/// <summary>What deleting an IKE SA does to its child SAs at the other end: only IKEv2 obliges it to remove them too (RFC 7296, 1.4.1; IKEv1: RFC 2408, 3.15).</summary>
public static class IkeDeletion
{
    /// <param name="version">1 or 2.</param>
    /// <param name="here">Where it is deleted.</param>
    /// <param name="there">The other end.</param>
    public static (Helps Helps, string Why) Of(int version, string here, string there) =>
        version == 2
            ? (
                Helps.Yes,
                $"In IKEv2 {there} has to remove every child SA of a deleted IKE SA, also one that {here} does not know any more."
            )
            : (Helps.Maybe, $"In IKEv1 {there} is told, and need not obey: it may keep its SAs.");
}
