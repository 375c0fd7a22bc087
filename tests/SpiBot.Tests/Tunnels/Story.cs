using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Tunnels;

/// <summary>Two looks at a tunnel between hq-fw1 and berlin-fw1, 30 s apart, as a list of differences from a healthy one.</summary>
internal sealed record Story
{
    public const uint HqAccepts = 0x7bc0de01;
    public const uint BerlinAccepts = 0x0dd3fc4c;
    public const uint Old = 0x8a41c77e;

    public SecurityAssociation[] HqIn { get; init; } = [Some.Sa(HqAccepts)];
    public SecurityAssociation[] HqOut { get; init; } = [Some.Sa(BerlinAccepts)];
    public SecurityAssociation[] BerlinIn { get; init; } = [Some.Sa(BerlinAccepts)];
    public SecurityAssociation[] BerlinOut { get; init; } = [Some.Sa(HqAccepts)];
    public long HqDropped { get; init; }
    public long BerlinDropped { get; init; }
    public long HqTotal { get; init; }
    public long HqSent { get; init; } = 300;
    public long HqArrived { get; init; } = 300;
    public long BerlinSent { get; init; } = 300;
    public long BerlinArrived { get; init; } = 300;
    public bool HqHasSa { get; init; } = true;
    public bool BerlinHasSa { get; init; } = true;
    public bool HqIkeUp { get; init; } = true;
    public bool BerlinIkeUp { get; init; } = true;
    public FailoverRole HqRole { get; init; } = FailoverRole.Standalone;
    public FailoverRole BerlinRole { get; init; } = FailoverRole.Standalone;
    public InactiveSas? HqInactive { get; init; }
    public InactiveSas? BerlinInactive { get; init; }

    /// <summary>What hq-fw1's log holds at both looks.</summary>
    public LoggedEvents? HqLog { get; init; }

    /// <summary>When the first look was, in seconds; the second is 30 s later.</summary>
    public double Start { get; init; }

    /// <summary>berlin-fw1 (or its peer) still sends with an SA that hq-fw1 has ended.</summary>
    public static Story PeerOnOldSa { get; } =
        new()
        {
            BerlinIn = [Some.Sa(BerlinAccepts), Some.Sa(0x11112222, left: 2041)],
            BerlinOut = [Some.Sa(Old, left: 2041)],
            HqTotal = 52_957,
            HqDropped = 1260,
            HqArrived = 0,
            BerlinSent = 1260,
        };

    /// <summary>The same seen from the other side: hq-fw1 is behind.</summary>
    public static Story StaleOutbound { get; } =
        new()
        {
            HqOut = [Some.Sa(Old, left: 2041)],
            BerlinDropped = 1260,
            BerlinArrived = 0,
            HqSent = 1260,
        };

    public TunnelReading Hq(int look) =>
        Some.Reading(
            Some.Box(
                "hq-fw1",
                Start + (look * 30),
                HqTotal + (look * HqDropped),
                role: HqRole,
                inactive: HqInactive
            ) with
            {
                Clock = Answer.Of(Some.Clock(Start + (look * 30))),
            },
            new SaListing(
                Complete: true,
                HqHasSa ? [Some.Hq(HqIn, HqOut, 100 + (look * HqSent), 100 + (look * HqArrived))] : []
            ),
            HqIkeUp
        ) with
        {
            Log = HqLog is null ? Answer.NotAsked<LoggedEvents>() : Answer.Of(HqLog),
        };

    public TunnelReading Berlin(int look) =>
        Some.Reading(
            Some.Box(
                "berlin-fw1",
                Start + (look * 30),
                look * BerlinDropped,
                "SERIAL-B",
                role: BerlinRole,
                inactive: BerlinInactive
            ),
            new SaListing(
                Complete: true,
                BerlinHasSa
                    ? [Some.Berlin(BerlinIn, BerlinOut, 100 + (look * BerlinSent), 100 + (look * BerlinArrived))]
                    : []
            ),
            BerlinIkeUp
        );

    public TunnelEvidence Evidence() => Some.Evidence(Hq(0), Hq(1), Berlin(0), Berlin(1));

    public TunnelEvidence OneLook() => Some.Evidence(null, Hq(1), null, Berlin(1));

    public TunnelEvidence Foreign() => Some.Foreign(Hq(0), Hq(1));

    public TunnelDiagnosis Diagnosed() => Diagnostician.Diagnose(Evidence());
}
