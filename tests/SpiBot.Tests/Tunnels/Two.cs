using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Tunnels;

/// <summary>Two looks at both ends, 30 s apart, whose child SAs are told look by look; healthy where nothing else is said.</summary>
internal sealed record Two
{
    public Func<int, ChildSa> Hq { get; init; } = look => HqChild(100 + (look * 300), 100 + (look * 300));
    public Func<int, ChildSa> Berlin { get; init; } = look => BerlinChild(100 + (look * 300), 100 + (look * 300));

    /// <summary>A row of hq-fw1's drop counters, and by how much it rises between the looks.</summary>
    public (string Keyword, long Rise) HqReason { get; init; } = ("acl-drop", 0);

    public TunnelEvidence Evidence() =>
        Some.Evidence(
            With(Some.Reading(Some.Box("hq-fw1", 0), Hq(0)), HqReason.Keyword, 7),
            With(Some.Reading(Some.Box("hq-fw1", 30), Hq(1)), HqReason.Keyword, 7 + HqReason.Rise),
            Some.Reading(Some.Box("berlin-fw1", 0, serial: "SERIAL-B"), Berlin(0)),
            Some.Reading(Some.Box("berlin-fw1", 30, serial: "SERIAL-B"), Berlin(1))
        );

    public TunnelDiagnosis Diagnosed() => Diagnostician.Diagnose(Evidence());

    public static ChildSa HqChild(long encaps, long decaps) =>
        Some.Hq([Some.Sa(Story.HqAccepts)], [Some.Sa(Story.BerlinAccepts)], encaps, decaps);

    public static ChildSa BerlinChild(long encaps, long decaps) =>
        Some.Berlin([Some.Sa(Story.BerlinAccepts)], [Some.Sa(Story.HqAccepts)], encaps, decaps);

    public static TunnelReading With(TunnelReading reading, string keyword, long count) =>
        reading with
        {
            Box = reading.Box with
            {
                Drops = Answer.Of(reading.Box.Drops.Value!.And(DropSection.Frame, keyword, count)),
            },
        };
}
