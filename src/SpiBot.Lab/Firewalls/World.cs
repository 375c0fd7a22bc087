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
    private DateTimeOffset carriedTo = start;

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

    /// <summary>Something happens that may concern any link: all have carried their packets before.</summary>
    public void At(DateTimeOffset moment, Action happens) =>
        timeline.At(
            moment,
            () =>
            {
                Carry();
                happens();
                Settle();
            }
        );

    public void After(TimeSpan delay, Action happens) => At(Now + delay, happens);

    /// <summary>
    /// Something happens that concerns this link alone. What the others carry meanwhile is a function of time, so that they need not be asked: hundreds of tunnels cost what
    /// happens in them, and no more.
    /// </summary>
    public void At(DateTimeOffset moment, VpnLink link, Action happens) =>
        timeline.At(
            moment,
            () =>
            {
                link.CarryTo(Now);
                happens();
                link.Settle();
            }
        );

    public void AdvanceTo(DateTimeOffset moment)
    {
        Settle();
        timeline.RunTo(moment);
        Carry();
    }

    public void Settle()
    {
        foreach (var link in links)
        {
            link.Settle();
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
        if (!state.IsWatched)
        {
            return;
        }

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

    private void Carry()
    {
        if (Now == carriedTo)
        {
            return;
        }

        foreach (var link in links)
        {
            link.CarryTo(Now);
        }

        foreach (var stranger in Strangers)
        {
            stranger.Carry(Of(stranger.Target), carriedTo, Now);
        }

        foreach (var state in states.Values.Where(s => s.IsWatched && !s.Standby))
        {
            state.Drops.AddBackground(carriedTo, Now);
            state.Log.AddBackground(carriedTo, Now, state.Box.Traits.LogLevel);
        }

        carriedTo = Now;
    }
}
