using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.StrongSwan;

/// <summary>
/// The IKE SAs of a strongSwan and their child SAs. Where one child SA carries several selectors on a side, that selector is null.
/// <see cref="Complete"/> is false when the text was cut: then an absent SA means nothing.
/// </summary>
public sealed record StrongSwanSas(bool Complete, IReadOnlyList<ChildSa> Tunnels, IReadOnlyList<IkeSa> Ike)
{
    public SaListing ToListing() => new(Complete, Tunnels);
}
