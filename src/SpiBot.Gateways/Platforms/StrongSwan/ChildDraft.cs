using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.StrongSwan;

/// <summary>A child SA of strongSwan while it is being read.</summary>
internal sealed class ChildDraft
{
    public string? Name { get; set; }

    public string? State { get; set; }

    public bool InUdp { get; set; }

    public long? RemainingSeconds { get; set; }

    public Spi? Inbound { get; set; }

    public Spi? Outbound { get; set; }

    public long? Encaps { get; set; }

    public long? Decaps { get; set; }

    public IReadOnlyList<Selector?> Local { get; set; } = [];

    public IReadOnlyList<Selector?> Remote { get; set; } = [];

    /// <summary>A child that is being set up has no SPIs yet; one that is installed has both, and selectors.</summary>
    public bool IsWhole =>
        State is not null
        && (
            (Inbound is not null && Outbound is not null && Local.Count > 0 && Remote.Count > 0)
            || (Inbound is null && Outbound is null && !IsInstalled)
        );

    private bool IsInstalled => State is "INSTALLED" or "REKEYED" or "REKEYING" or "DELETING" or "UPDATING";

    public ChildSa ToChildSa(IkeSa? ike, bool complete) =>
        new(
            ike?.Peer,
            ike?.Local,
            Interface: null,
            Only(Local),
            Only(Remote),
            Kind: null,
            Encaps,
            Decaps,
            Sas(Inbound),
            Sas(Outbound),
            IkeVersion: ike is null ? null : $"IKEv{ike.Version}",
            NatTraversal: InUdp,
            Complete: complete,
            Name: Name
        );

    private IReadOnlyList<SecurityAssociation> Sas(Spi? spi) =>
        spi is null
            ? []
            :
            [
                new SecurityAssociation(
                    spi,
                    Rekeyed: State == "REKEYED",
                    State,
                    RemainingSeconds: RemainingSeconds,
                    SettingsRead: State is not null
                ),
            ];

    private static Selector? Only(IReadOnlyList<Selector?> selectors) => selectors is [var one] ? one : null;
}
