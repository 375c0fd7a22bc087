using Orleans.Runtime;

namespace SpiBot.Operations.Duties;

/// <summary>Who has begun something that others take up once they are gone: a replica, from its start to its end. One that starts again is another.</summary>
internal interface IHolders
{
    string Me { get; }

    bool Lives(string holder);
}

/// <inheritdoc cref="IHolders"/>
internal sealed class Holders(ILocalSiloDetails local, ISiloStatusOracle oracle) : IHolders
{
    public string Me => local.SiloAddress.ToParsableString();

    public bool Lives(string holder) =>
        holder == Me
        || oracle.GetApproximateSiloStatuses(onlyActive: true).Keys.Any(silo => silo.ToParsableString() == holder);
}
