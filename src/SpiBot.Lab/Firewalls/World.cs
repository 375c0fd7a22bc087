using System.Net;

namespace SpiBot.Lab.Firewalls;

/// <summary>
/// All boxes of a scenario, the links between them, and their time. Not safe for use by several threads: a <see cref="Simulation"/> guards it.
/// </summary>
public sealed class World(DateTimeOffset start, int seed)
{
    private readonly Timeline timeline = new(start);
    private readonly Dictionary<Firewall, FirewallState> states = [];
    private readonly List<VpnLink> links = [];

    public DateTimeOffset Now => timeline.Now;

    public SpiSource Random { get; } = new(seed);

    public IReadOnlyList<VpnLink> Links => links;

    /// <summary>Those who send what no tunnel of these boxes sends.</summary>
    public List<Scan> Strangers { get; } = [];

    public FirewallState Of(Firewall box) => states[box];

    /// <param name="isWatched">False for a box that nobody can log in to.</param>
    public FirewallState Add(Firewall box, DateTimeOffset bootedAt, bool isWatched = true)
    {
        var state = new FirewallState(box, bootedAt, isWatched);
        state.Drops.AddBackground(bootedAt, Now);
        states.Add(box, state);
        return state;
    }

    public VpnLink Join(VpnPeer near, VpnPeer far)
    {
        var link = new VpnLink(this, near, far);
        Of(near.Owner).Peers.Add(near);
        Of(far.Owner).Peers.Add(far);
        links.Add(link);
        return link;
    }

    public VpnLink LinkOf(VpnPeer peer) => links.First(l => l.Near == peer || l.Far == peer);

    public void At(DateTimeOffset moment, Action happens) => timeline.At(moment, happens);

    public void After(TimeSpan delay, Action happens) => timeline.At(Now + delay, happens);

    public void AdvanceTo(DateTimeOffset moment)
    {
        Settle();
        timeline.RunTo(moment, Carry, Settle);
    }

    /// <summary>Flows that lost their SAs start to negotiate; an IKE SA that a newer one replaced goes with its last child.</summary>
    public void Settle()
    {
        foreach (var link in links)
        {
            foreach (var flow in link.Flows)
            {
                flow.NegotiateIfNeeded();
            }

            DropChildlessIke(link.Near);
            DropChildlessIke(link.Far);
        }
    }

    /// <summary>A box starts anew without a word to anybody, and has lost its SAs, its counters and its log.</summary>
    public void Restart(FirewallState state)
    {
        state.BootedAt = Now;
        state.Drops = new DropCounters();
        state.Log = new SyslogBuffer();
        foreach (var peer in state.Peers)
        {
            LinkOf(peer).Forget(peer);
        }
    }

    /// <summary>
    /// The other unit of a pair takes over: its counters and its log are its own, and it has the SAs unless the pair is not stateful
    /// (<see cref="FirewallTraits.StatelessFailover"/>).
    /// </summary>
    public void SwitchOver(FirewallState state)
    {
        state.LastFailover = Now;
        state.Drops = new DropCounters();
        state.Drops.AddBackground(state.BootedAt, Now);
        state.Log = new SyslogBuffer();
        state.Write(Now, 1, 104001, "(Secondary) Switching to ACTIVE - mate is not responding.");
        foreach (var peer in state.Peers.Where(_ => state.Box.Traits.StatelessFailover))
        {
            LinkOf(peer).Forget(peer);
        }
    }

    /// <summary>602303 and 602304: both SAs of a pair came to be, or are gone, at one end.</summary>
    public void LogSas(SelectorEnd end, SaPair pair, bool created)
    {
        var (ours, theirs) = (end.Peer.LocalAddress, end.Peer.Address);
        var (id, became) = created ? (602303, "created") : (602304, "deleted");
        var state = Of(end.Peer.Owner);
        state.Debug.AddPair(Now, end.Peer, pair, created);
        Write("inbound", pair.InboundSpi, theirs, ours);
        Write("outbound", pair.OutboundSpi, ours, theirs);

        void Write(string direction, uint spi, IPAddress from, IPAddress to) =>
            state.Write(
                Now,
                6,
                id,
                $"IPSEC: An {direction} LAN-to-LAN SA (SPI= 0x{spi:X8}) between {from} and {to} (user= {theirs}) has been {became}."
            );
    }

    private static void DropChildlessIke(VpnPeer peer)
    {
        if (peer.IkeSas.Count > 1)
        {
            var newest = peer.IkeSas[^1];
            peer.IkeSas.RemoveAll(i => i != newest && !peer.Selectors.Any(s => s.Pairs.Any(p => p.Ike == i)));
        }
    }

    private void Carry(DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var flow in links.SelectMany(l => l.Flows))
        {
            flow.Carry(from, to);
        }

        foreach (var stranger in Strangers)
        {
            stranger.Carry(Of(stranger.Target), from, to);
        }

        foreach (var state in states.Values.Where(s => s.IsWatched && !s.Standby))
        {
            state.Drops.AddBackground(from, to);
            state.Log.AddBackground(from, to, state.Box.Traits.LogLevel);
        }
    }
}
