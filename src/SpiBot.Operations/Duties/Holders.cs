using Orleans.Runtime;

namespace SpiBot.Operations.Duties;

/// <summary>Who sets and uses what duties answer for: a replica, from its start to its end. One that starts again is another.</summary>
internal sealed class Holders(ILocalSiloDetails local, ISiloStatusOracle oracle)
{
    public string Me => local.SiloAddress.ToParsableString();

    public bool Lives(string holder) =>
        holder == Me
        || oracle.GetApproximateSiloStatuses(onlyActive: true).Keys.Any(silo => silo.ToParsableString() == holder);
}
