using System.Collections;
using System.Net;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Tunnels;

/// <summary>
/// Ten times the SAs cost ten times the work. Counted, not timed: how often a listed SA is looked at, and how much memory is asked for; work that
/// goes through all SAs for each of them would show as a hundred times.
/// </summary>
public sealed class ManySasTests
{
    private const int Few = 1_000;
    private const int Many = 10_000;

    public static TheoryData<string> Stories =>
        ["healthy", "peer-on-old-sa", "stale-outbound", "dead-selector", "foreign"];

    [Theory]
    [MemberData(nameof(Stories))]
    public void Work_grows_with_the_number_of_SAs_and_not_faster(string story)
    {
        // The first diagnosis of a process also loads code.
        Cost(story, Few);
        var (few, many) = (Cost(story, Few), Cost(story, Many));

        Assert.InRange(many.Looks, few.Looks * 8, few.Looks * 12);
        Assert.InRange(many.Bytes, few.Bytes * 7, few.Bytes * 14);
        // And no SA is looked at more than some dozens of times, however many rules there are.
        Assert.InRange(many.Looks, Many, Many * 4L * 60);
    }

    [Theory]
    [InlineData("healthy", "healthy")]
    [InlineData("peer-on-old-sa", "peer-on-old-sa")]
    [InlineData("stale-outbound", "stale-outbound")]
    [InlineData("dead-selector", "dead-selector")]
    [InlineData("foreign", "peer-on-old-sa")]
    public void Among_ten_thousand_the_cause_is_found(string story, string cause)
    {
        var diagnosis = Diagnostician.Diagnose(Evidence(story, Many, new Counter()));

        Assert.Equal(cause, diagnosis.First.Cause);
        Assert.Equal(Many, diagnosis.Comparison.Count);
        Assert.InRange(diagnosis.First.Evidence.Count, 1, 50);
    }

    private static (long Looks, long Bytes) Cost(string story, int count)
    {
        var counter = new Counter();
        var evidence = Evidence(story, count, counter);
        counter.Looks = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var diagnosis = Diagnostician.Diagnose(evidence);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(count, diagnosis.Comparison.Count);
        return (counter.Looks, bytes);
    }

    private static TunnelEvidence Evidence(string story, int count, Counter counter)
    {
        var evidence = new TunnelEvidence(
            new TunnelEnd(Hq(0), Hq(1)),
            story == "foreign" ? null : new TunnelEnd(Berlin(0), Berlin(1)),
            story == "foreign" ? "not ours" : null
        );
        return evidence;

        TunnelReading Hq(int look) =>
            Some.Reading(
                Some.Box("hq-fw1", look * 30, drops: story is "peer-on-old-sa" or "foreign" ? look * 9000 : 0),
                new SaListing(
                    Complete: true,
                    new CountedList([.. Enumerable.Range(0, count).Select(i => HqChild(i, look))], counter)
                )
            );

        TunnelReading Berlin(int look) =>
            Some.Reading(
                Some.Box(
                    "berlin-fw1",
                    look * 30,
                    drops: story == "stale-outbound" ? look * 9000 : 0,
                    serial: "SERIAL-B"
                ),
                new SaListing(
                    Complete: true,
                    new CountedList([.. Enumerable.Range(0, count).Select(i => BerlinChild(i, look))], counter)
                )
            );

        ChildSa HqChild(int i, int look) =>
            Some.Child(
                Some.BerlinAddress,
                Some.HqNetwork,
                Network(i),
                [Some.Sa(Inbound(i))],
                [
                    Some.Sa(
                        story == "stale-outbound" ? Inbound(i) + 2_000_000_000 : Outbound(i),
                        left: story == "stale-outbound" ? 900 : 27_900
                    ),
                ],
                100 + (look * 300),
                100 + (look * (Silent(i) ? 0 : 300))
            );

        ChildSa BerlinChild(int i, int look) =>
            Some.Child(
                Some.HqAddress,
                Network(i),
                Some.HqNetwork,
                [Some.Sa(Outbound(i))],
                [
                    Some.Sa(
                        story == "peer-on-old-sa" ? Inbound(i) + 2_000_000_000 : Inbound(i),
                        left: story == "peer-on-old-sa" ? 900 : 27_900
                    ),
                ],
                100 + (look * 300),
                100 + (look * (story == "stale-outbound" || (story == "dead-selector" && Silent(i)) ? 0 : 300))
            );

        bool Silent(int i) => story is "peer-on-old-sa" or "foreign" || (story == "dead-selector" && i % 2 == 0);
    }

    private static uint Inbound(int i) => 10_000 + (uint)i;

    private static uint Outbound(int i) => 1_000_000 + (uint)i;

    private static Selector Network(int i) =>
        Selector.Network(new IPAddress([10, 7, (byte)(i / 256), (byte)(i % 256)]), 32);

    private sealed class Counter
    {
        public long Looks { get; set; }
    }

    private sealed class CountedList(ChildSa[] items, Counter counter) : IReadOnlyList<ChildSa>
    {
        public int Count => items.Length;

        public ChildSa this[int index]
        {
            get
            {
                counter.Looks++;
                return items[index];
            }
        }

        public IEnumerator<ChildSa> GetEnumerator()
        {
            foreach (var item in items)
            {
                counter.Looks++;
                yield return item;
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
