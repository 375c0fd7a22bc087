using SpiBot.Gateways.Changes;

namespace SpiBot.Gateways.Inventory;

/// <summary>What a person may do with a gateway.</summary>
public enum Act
{
    Read,
    Propose,
    Approve,
}

/// <summary>
/// What some people may. <see cref="Members"/>: Entra object ids, or <see cref="Everybody"/>. <see cref="Gateways"/> and <see cref="Changes"/> (kinds, as
/// <c>clear-peer</c>) narrow it; null: all of them. Reading is not narrowed by <see cref="Changes"/>.
/// </summary>
public sealed record Role(
    string Name,
    IReadOnlyList<string> Members,
    IReadOnlyList<Act> May,
    IReadOnlyList<string>? Gateways = null,
    IReadOnlyList<string>? Changes = null
)
{
    public const string Everybody = "*";

    /// <summary>Among kinds of change: watching dropped packets by a capture, which needs the right to propose and nobody's approval.</summary>
    public const string Trace = "trace";

    /// <summary>All that <see cref="Changes"/> may name.</summary>
    public static IReadOnlyList<string> ChangeKinds { get; } = [.. Change.Kinds, Trace];

    public bool Covers(Act act, string gateway, string? change) =>
        May.Contains(act)
        && Gateways?.Contains(gateway, StringComparer.OrdinalIgnoreCase) != false
        && (act == Act.Read || change is null || Changes?.Contains(change) != false);

    public bool Has(string? entraId) =>
        Members.Contains(Everybody)
        || (entraId is not null && Members.Contains(entraId.Trim(), StringComparer.OrdinalIgnoreCase));
}
