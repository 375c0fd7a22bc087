using System.Net;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Benchmarks;

/// <summary>How long a diagnosis takes once two looks at a large box were understood, and against understanding its listing once.</summary>
internal static class DiagnosisRatios
{
    private const int Sas = 10_000;
    private static readonly DateTimeOffset Began = new(2026, 3, 1, 2, 27, 11, TimeSpan.Zero);

    public static IEnumerable<Ratio> Measure()
    {
        var text = SyntheticListing.Print(Sas);
        var listing = ShowCryptoIpsecSa.Read(text).Value!;
        var evidence = new TunnelEvidence(
            new TunnelEnd(Look(listing, 0), Look(listing, 30)),
            Theirs: null,
            "the peer is not in the inventory"
        );
        var time = Stopwatches.Least(() => Diagnose(evidence));
        yield return new("diagnosis-of-10000-sas", time.TotalMilliseconds, "ms");
        yield return new("diagnosis-against-parsing-once", time / ListingRatios.ParseTime(text), "x");
    }

    private static void Diagnose(TunnelEvidence evidence)
    {
        var diagnosis = Diagnostician.Diagnose(evidence);
        if (diagnosis.Comparison.Count != Sas / 2)
        {
            throw new InvalidOperationException($"{diagnosis.Comparison.Count} pairs were compared");
        }
    }

    private static TunnelReading Look(SaListing listing, int seconds)
    {
        var box = new GatewayReading(
            "hq-fw1",
            Began.AddSeconds(seconds),
            Answer.NotAsked<DeviceClock>(),
            Answer.NotAsked<UnitIdentity>(),
            Answer.NotAsked<FailoverState>(),
            Answer.Of(new DropCounters([], "Never", "Never")),
            Answer.NotAsked<InactiveSas>(),
            Answer.NotAsked<SshSessions>()
        );
        return new TunnelReading(
            box,
            IPAddress.Parse("198.18.0.1"),
            Answer.Of(listing),
            Answer.Of(new IkeListing([])),
            Answer.Of(new IkeListing([]))
        );
    }
}
