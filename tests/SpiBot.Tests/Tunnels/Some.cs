using System.Net;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Tunnels;

/// <summary>Readings with values that nobody cares about; a test names what it is about.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Time = new(2026, 3, 1, 2, 27, 11, TimeSpan.Zero);
    public static readonly TimeSpan Apart = TimeSpan.FromSeconds(30);
    public static readonly IPAddress HqAddress = IPAddress.Parse("198.51.100.1");
    public static readonly IPAddress BerlinAddress = IPAddress.Parse("203.0.113.9");
    public static readonly Selector HqNetwork = Selector.Network(IPAddress.Parse("10.1.0.0"), 24);
    public static readonly Selector BerlinNetwork = Selector.Network(IPAddress.Parse("10.2.0.0"), 24);

    public static Spi Spi(uint value) => SpiBot.Tunnels.Spi.From(value);

    public static SecurityAssociation Sa(uint spi, long? left = 27_900, bool rekeyed = false) =>
        new(Spi(spi), rekeyed, "active", RemainingKilobytes: 4_239_359, left);

    /// <summary>A child SA as hq-fw1 names it.</summary>
    public static ChildSa Hq(
        SecurityAssociation[] inbound,
        SecurityAssociation[] outbound,
        long encaps = 100,
        long decaps = 100,
        bool complete = true
    ) => Child(BerlinAddress, HqNetwork, BerlinNetwork, inbound, outbound, encaps, decaps, complete);

    /// <summary>A child SA as berlin-fw1 names it.</summary>
    public static ChildSa Berlin(
        SecurityAssociation[] inbound,
        SecurityAssociation[] outbound,
        long encaps = 100,
        long decaps = 100,
        bool complete = true
    ) => Child(HqAddress, BerlinNetwork, HqNetwork, inbound, outbound, encaps, decaps, complete);

    public static ChildSa Child(
        IPAddress peer,
        Selector? local,
        Selector? remote,
        SecurityAssociation[] inbound,
        SecurityAssociation[] outbound,
        long? encaps = 100,
        long? decaps = 100,
        bool complete = true
    ) =>
        new(
            peer.ToString(),
            Local: null,
            "outside",
            local,
            remote,
            "L2L",
            encaps,
            decaps,
            inbound,
            outbound,
            IkeVersion: "IKEv2",
            Complete: complete
        );

    /// <summary>The box's clock, two hours and a minute ahead of ours.</summary>
    public static DeviceClock Clock(double at) =>
        new(Time.AddSeconds(at).AddMinutes(121).DateTime, "EET", Synchronised: true, Utc: null);

    /// <summary>402114 in hq-fw1's log, at our time.</summary>
    public static LoggedEvent InvalidSpi(uint spi, string from = "203.0.113.9", double at = 10) =>
        Logged(LoggedEvent.InvalidSpi, 4, at) with
        {
            Spi = Spi(spi),
            From = from,
            To = "198.51.100.1",
        };

    /// <summary>602304 in hq-fw1's log: it had accepted the SPI until then.</summary>
    public static LoggedEvent Deleted(uint spi, double at) =>
        Logged(LoggedEvent.SaDeleted, 6, at) with
        {
            Spi = Spi(spi),
            Direction = "inbound",
        };

    public static LoggedEvents Log(params LoggedEvent[] events) => new(On: true, Level: 6, events);

    private static LoggedEvent Logged(int id, int severity, double at) =>
        new(id, severity, Time.AddSeconds(at).AddMinutes(121).DateTime, IsUtc: false, "…");

    public static GatewayReading Box(
        string gateway = "hq-fw1",
        double at = 0,
        long? drops = 0,
        string? serial = "SERIAL-A",
        TimeSpan? uptime = null,
        FailoverRole role = FailoverRole.Standalone,
        string? lastClearing = "Never",
        InactiveSas? inactive = null
    ) =>
        new(
            gateway,
            Time.AddSeconds(at),
            Answer.NotRead<DeviceClock>("not asked"),
            Answer.Of(
                new UnitIdentity(gateway, "9.16(4)", serial, uptime ?? TimeSpan.FromDays(41) + TimeSpan.FromSeconds(at))
            ),
            Answer.Of(new FailoverState(role, "Primary", LastFailover: null)),
            drops is { } count
                ? Answer.Of(Counters(count, lastClearing))
                : Answer.NotRead<DropCounters>("the device refused it"),
            Answer.Of(inactive ?? new InactiveSas(0, [], [])),
            Answer.Of(new SshSessions(1))
        );

    public static DropCounters Counters(long invalidSpis, string? lastClearing = "Never", long natt = 5000) =>
        new(
            [
                .. invalidSpis == 0
                    ? Array.Empty<DropCount>()
                    : [new DropCount(DropSection.Frame, DropCounters.InvalidSpi, invalidSpis)],
                new DropCount(DropSection.Frame, "natt-keepalive", natt),
                new DropCount(DropSection.Flow, "acl-drop", 7),
            ],
            lastClearing,
            "Never"
        );

    public static DropCounters And(this DropCounters counters, DropSection section, string keyword, long count) =>
        counters with
        {
            Counts = [.. counters.Counts, new DropCount(section, keyword, count)],
        };

    public static TunnelReading Reading(GatewayReading box, params ChildSa[] tunnels) =>
        Reading(box, new SaListing(Complete: true, tunnels));

    public static TunnelReading Reading(GatewayReading box, SaListing listing, bool ikeUp = true)
    {
        var peer = box.Gateway == "hq-fw1" ? BerlinAddress : HqAddress;
        IkeSa[] ike = ikeUp ? [new IkeSa(2, peer.ToString(), "READY", Up: true, "INITIATOR")] : [];
        return new(box, peer, Answer.Of(listing), Answer.Of(new IkeListing([])), Answer.Of(new IkeListing(ike)));
    }

    public static TunnelReading Unread(GatewayReading box) =>
        Reading(box) with
        {
            Sas = Answer.NotRead<SaListing>("Command authorization failed"),
        };

    public static TunnelEvidence Evidence(
        TunnelReading? earlierHq,
        TunnelReading hq,
        TunnelReading? earlierBerlin,
        TunnelReading berlin
    ) => new(new TunnelEnd(earlierHq, hq), new TunnelEnd(earlierBerlin, berlin), TheirsMissing: null);

    public static TunnelEvidence Foreign(TunnelReading? earlier, TunnelReading latest) =>
        new(new TunnelEnd(earlier, latest), Theirs: null, "203.0.113.9 is not in the inventory");
}
