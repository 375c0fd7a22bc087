using System.Globalization;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Benchmarks.Python;

/// <summary>Seven commands of a check on the same far box, by netmiko and by SpiBot, which reads the answers besides.</summary>
internal static class NetmikoRatios
{
    private const int Runs = 5;

    private static readonly string[] Lines =
    [
        ShowClock.Query.Text,
        ShowVersion.Query.Text,
        ShowFailover.Query.Text,
        ShowAspDrop.Query.Text,
        ShowCryptoIpsecSa.Peer(FarBox.Peer).Text,
        ShowCryptoIkev1Sa.Peer(FarBox.Peer).Text,
        ShowCryptoIkev2Sa.Peer(FarBox.Peer).Text,
    ];

    public static async IAsyncEnumerable<Ratio> Measure(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
    {
        await using var box = await FarBox.Start(ct);
        string[] arguments =
        [
            box.Gateway.Port.ToString(CultureInfo.InvariantCulture),
            box.Known.User,
            box.Known.Password,
            box.Known.Enable ?? "",
            Runs.ToString(CultureInfo.InvariantCulture),
            .. Lines,
        ];
        if (
            await PythonScript.Run("netmiko_check.py", "python3-netmiko", arguments, ct)
            is not [var theirCold, var theirWarm]
        )
        {
            yield break;
        }

        var (cold, warm) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var run = 0; run < Runs; run++)
        {
            IGatewaySession? session = null;
            cold.Add(
                await Stopwatches.Time(async () =>
                {
                    session = await box.Open(ct);
                    await AskAll(session, ct);
                })
            );
            warm.Add(await Stopwatches.Time(() => AskAll(session!, ct)));
            await session!.DisposeAsync();
        }

        yield return new("netmiko-cold", theirCold, "s");
        yield return new("netmiko-warm", theirWarm, "s");
        yield return new("netmiko-cold-against-spibot", theirCold / Stopwatches.Median(cold).TotalSeconds, "x");
        yield return new("netmiko-warm-against-spibot", theirWarm / Stopwatches.Median(warm).TotalSeconds, "x");
    }

    private static async Task AskAll(IGatewaySession session, CancellationToken ct)
    {
        var clock = session.Ask(ShowClock.Query, ct);
        var version = session.Ask(ShowVersion.Query, ct);
        var failover = session.Ask(ShowFailover.Query, ct);
        var drops = session.Ask(ShowAspDrop.Query, ct);
        var sas = session.Ask(ShowCryptoIpsecSa.Peer(FarBox.Peer), ct);
        var ikev1 = session.Ask(ShowCryptoIkev1Sa.Peer(FarBox.Peer), ct);
        var ikev2 = session.Ask(ShowCryptoIkev2Sa.Peer(FarBox.Peer), ct);
        string?[] notRead =
        [
            (await clock).NotRead,
            (await version).NotRead,
            (await failover).NotRead,
            (await drops).NotRead,
            (await sas).NotRead,
            (await ikev1).NotRead,
            (await ikev2).NotRead,
        ];
        if (Array.Find(notRead, because => because is not null) is { } missing)
        {
            throw new InvalidOperationException($"not all was read: {missing}");
        }
    }
}
