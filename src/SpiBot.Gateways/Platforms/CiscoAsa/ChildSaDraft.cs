using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>A block of <c>show crypto ipsec sa</c> while it is being read.</summary>
internal sealed class ChildSaDraft
{
    public string? Interface { get; init; }

    public string? CryptoMap { get; set; }

    public string? Local { get; set; }

    public string? Peer { get; set; }

    public bool PeerSeen { get; set; }

    public string? Username { get; set; }

    public bool LocalIdentSeen { get; set; }

    public bool RemoteIdentSeen { get; set; }

    public Selector? LocalSelector { get; set; }

    public Selector? RemoteSelector { get; set; }

    public long? Encaps { get; set; }

    public long? Decaps { get; set; }

    public long? Decrypts { get; set; }

    public long? SendErrors { get; set; }

    public long? ReceiveErrors { get; set; }

    public int? LocalPort { get; set; }

    public int? RemotePort { get; set; }

    public Spi? CurrentInbound { get; set; }

    public Spi? CurrentOutbound { get; set; }

    public List<SaDraft>? Inbound { get; set; }

    public List<SaDraft>? Outbound { get; set; }

    /// <summary>Says something about a tunnel: a header alone does not.</summary>
    public bool HasContent =>
        LocalIdentSeen
        || RemoteIdentSeen
        || PeerSeen
        || Encaps is not null
        || Inbound is not null
        || Outbound is not null;

    /// <summary>Everything that makes up a block was there, up to the settings of each SA.</summary>
    public bool IsWhole =>
        LocalIdentSeen
        && RemoteIdentSeen
        && PeerSeen
        && Inbound is not null
        && Outbound is not null
        && Inbound.Concat(Outbound).All(sa => sa.Settings is not null);

    public ChildSa ToChildSa(bool complete)
    {
        var all = (Inbound ?? []).Concat(Outbound ?? []).ToList();
        var settings = all.Select(sa => sa.Settings).FirstOrDefault(s => s is { Count: > 0 });
        return new ChildSa(
            Peer,
            Local,
            Interface,
            LocalSelector,
            RemoteSelector,
            Kind: settings?[0],
            Encaps,
            Decaps,
            [.. (Inbound ?? []).Select(sa => sa.ToSa())],
            [.. (Outbound ?? []).Select(sa => sa.ToSa())],
            CurrentInbound,
            CurrentOutbound,
            IkeVersion: settings?.FirstOrDefault(word => word is "IKEv1" or "IKEv2"),
            NatTraversal: settings?.Contains("NAT-T-Encaps") ?? false,
            CryptoMap,
            Username,
            Decrypts,
            SendErrors,
            ReceiveErrors,
            LocalPort,
            RemotePort,
            complete
        );
    }
}

/// <summary>An SA of one direction while it is being read.</summary>
internal sealed class SaDraft(Spi spi)
{
    public Spi Spi { get; } = spi;

    public string? State { get; set; }

    /// <summary>The words of <c>in use settings ={…}</c>; null until they came.</summary>
    public IReadOnlyList<string>? Settings { get; set; }

    public bool TimingSeen { get; set; }

    public long? RemainingKilobytes { get; set; }

    public long? RemainingSeconds { get; set; }

    public bool ReplaySeen { get; set; }

    public int BitmapRows { get; set; }

    public SecurityAssociation ToSa() =>
        new(
            Spi,
            Settings?.Contains("Rekeyed") ?? false,
            State,
            RemainingKilobytes,
            RemainingSeconds,
            SettingsRead: Settings is not null
        );
}
