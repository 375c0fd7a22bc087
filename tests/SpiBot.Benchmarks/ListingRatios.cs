using System.Text;
using SpiBot.Gateways.Platforms.CiscoAsa;

namespace SpiBot.Benchmarks;

/// <summary>How fast <c>show crypto ipsec sa</c> of a large box is understood, against merely reading its lines.</summary>
internal static class ListingRatios
{
    public const int Many = 10_000;

    private const int Fewer = 1_000;
    private const int More = 100_000;

    /// <summary>The time that a listing of <see cref="Many"/> SAs takes once the reader is warm.</summary>
    public static TimeSpan ParseTime(string text) => Stopwatches.Least(() => Understand(text, Many));

    public static IEnumerable<Ratio> Measure()
    {
        var text = SyntheticListing.Print(Many);
        var time = ParseTime(text);
        var megabytes = Encoding.UTF8.GetByteCount(text) / 1e6;
        yield return new("listing-of-10000-sas", megabytes, "MB");
        yield return new("listing-parse", megabytes / time.TotalSeconds, "MB/s");
        yield return new("listing-parse-against-reading-lines", time / Stopwatches.Least(() => ReadLines(text)), "x");
        var (allocated, kept) = Memory(text);
        yield return new("listing-allocated-against-text", allocated / (megabytes * 1e6), "x");
        yield return new("listing-kept-against-text", kept / (megabytes * 1e6), "x");
        yield return new("listing-parse-per-sa-10000-against-1000", time / Many / PerSa(Fewer, runs: 100), "x");
        yield return new("listing-parse-per-sa-100000-against-10000", PerSa(More, runs: 5) / (time / Many), "x");
    }

    private static TimeSpan PerSa(int sas, int runs)
    {
        var text = SyntheticListing.Print(sas);
        return Stopwatches.Least(() => Understand(text, sas), runs) / sas;
    }

    /// <summary>What reading takes beside the text, at most (all that it allocates) and for good.</summary>
    private static (long Allocated, long Kept) Memory(string text)
    {
        var live = GC.GetTotalMemory(forceFullCollection: true);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = ShowCryptoIpsecSa.Read(text);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var kept = GC.GetTotalMemory(forceFullCollection: true) - live;
        GC.KeepAlive(read);
        return (allocated, kept);
    }

    private static void Understand(string text, int sas)
    {
        var read = ShowCryptoIpsecSa.Read(text);
        if (!read.Succeeded || read.Value.Tunnels.Count != sas / 2)
        {
            throw new InvalidOperationException($"the listing was not understood: {read.Failure}");
        }
    }

    private static void ReadLines(string text)
    {
        using var reader = new StringReader(text);
        var spis = 0;
        while (reader.ReadLine() is { } line)
        {
            spis += line.AsSpan().TrimStart().StartsWith("spi: 0x", StringComparison.Ordinal) ? 1 : 0;
        }

        if (spis != Many)
        {
            throw new InvalidOperationException($"{spis} SAs stand in the listing");
        }
    }
}
