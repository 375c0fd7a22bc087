using SpiBot.Gateways.Changes;

namespace SpiBot.Gateways.Inventory;

/// <summary>What a person may do with a gateway.</summary>
public enum Act
{
    /// <summary>Ask it, and hear what was read of it and is remembered.</summary>
    Read,

    /// <summary>Put a plan before those who may approve; set a trace.</summary>
    Propose,

    /// <summary>Decide a plan of somebody else's.</summary>
    Approve,
}

/// <summary>
/// What some people may. <see cref="Members"/>: Entra object ids, or <see cref="Everybody"/>; and whoever is in one of <see cref="Groups"/>. <see cref="Gateways"/>,
/// <see cref="Sites"/> and <see cref="Changes"/> (kinds, as <c>clear-peer</c>) narrow it, each further; null: all of them. Reading is not narrowed by <see cref="Changes"/>.
/// </summary>
public sealed record Role(
    string Name,
    IReadOnlyList<string> Members,
    IReadOnlyList<Act> May,
    IReadOnlyList<string>? Gateways = null,
    IReadOnlyList<string>? Changes = null,
    IReadOnlyList<string>? Sites = null,
    IReadOnlyList<EntraGroup>? Groups = null
)
{
    public const string Everybody = "*";

    /// <summary>Among kinds of change: watching dropped packets by a capture, which needs the right to propose and nobody's approval.</summary>
    public const string Trace = "trace";

    /// <summary>All that <see cref="Changes"/> may name.</summary>
    public static IReadOnlyList<string> ChangeKinds { get; } = [.. RemediationPlan.Kinds, Trace];

    /// <param name="act">What somebody wants.</param>
    /// <param name="gateway">With which gateway.</param>
    /// <param name="site">Where that gateway is; null: the inventory does not say.</param>
    /// <param name="change">The kind of change; null when it does not matter.</param>
    public bool Covers(Act act, string gateway, string? site, string? change) =>
        May.Contains(act)
        && Gateways?.Contains(gateway, StringComparer.OrdinalIgnoreCase) != false
        && (Sites is null || (site is not null && Sites.Contains(site, StringComparer.OrdinalIgnoreCase)))
        && (act == Act.Read || change is null || Changes?.Contains(change) != false);

    public bool Has(string? entraId, Standing standing) =>
        Members.Contains(Everybody)
        || (entraId is not null && Members.Contains(entraId.Trim(), StringComparer.OrdinalIgnoreCase))
        || Groups?.Any(standing.In.Contains) == true;
}
