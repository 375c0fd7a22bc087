using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>Answers of a box with <c>names</c> on, with the addresses in the place of the names that are known; others stay. The text of a message stays as the box wrote it.</summary>
public sealed class ResolvedNames(HostNames names)
{
    private readonly Dictionary<string, IPAddress> known = names
        .All.DistinctBy(name => name.Name)
        .ToDictionary(name => name.Name, name => name.Address);

    /// <summary>An answer of whatever kind; as it is where it holds no addresses.</summary>
    public object In(object answer) =>
        answer switch
        {
            SaListing all => In(all),
            IkeListing all => In(all),
            VpnSessions all => In(all),
            CryptoMaps all => In(all),
            LoggedEvents all => In(all),
            _ => answer,
        };

    public SaListing In(SaListing all) => all with { Tunnels = [.. all.Tunnels.Select(In)] };

    public IkeListing In(IkeListing all) =>
        all with
        {
            Sas = [.. all.Sas.Select(sa => sa with { Peer = Address(sa.Peer)!, Local = Address(sa.Local) })],
        };

    public VpnSessions In(VpnSessions all) =>
        all with
        {
            Sessions =
            [
                .. all.Sessions.Select(session =>
                    session with
                    {
                        Address = Address(session.Address),
                        Pairs = [.. session.Pairs.Select(In)],
                    }
                ),
            ],
        };

    public CryptoMaps In(CryptoMaps all) =>
        all with
        {
            Entries =
            [
                .. all.Entries.Select(entry => entry with { Peers = [.. entry.Peers.Select(p => Address(p)!)] }),
            ],
        };

    public LoggedEvents In(LoggedEvents all) =>
        all with
        {
            Events =
            [
                .. all.Events.Select(logged => logged with { From = Address(logged.From), To = Address(logged.To) }),
            ],
        };

    private ChildSa In(ChildSa sa)
    {
        var (local, remote) = (Network(sa.NamedLocal), Network(sa.NamedRemote));
        return sa with
        {
            Peer = Address(sa.Peer),
            Local = Address(sa.Local),
            LocalSelector = local ?? sa.LocalSelector,
            RemoteSelector = remote ?? sa.RemoteSelector,
            NamedLocal = local is null ? sa.NamedLocal : null,
            NamedRemote = remote is null ? sa.NamedRemote : null,
        };
    }

    private VpnSessionPair In(VpnSessionPair pair)
    {
        var (local, remote) = (Network(pair.NamedLocal), Network(pair.NamedRemote));
        return pair with
        {
            Local = local ?? pair.Local,
            Remote = remote ?? pair.Remote,
            NamedLocal = local is null ? pair.NamedLocal : null,
            NamedRemote = remote is null ? pair.NamedRemote : null,
        };
    }

    private string? Address(string? printed) =>
        printed is not null && known.TryGetValue(printed, out var address) ? address.ToString() : printed;

    private Selector? Network(string? named) =>
        AsaSelector.NameIn(named) is { } name && known.TryGetValue(name, out var address)
            ? AsaSelector.WithAddress(named!, address)
            : null;
}
