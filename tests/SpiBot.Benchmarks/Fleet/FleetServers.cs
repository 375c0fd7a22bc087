using System.Globalization;
using SpiBot.Lab.Scenarios;
using SpiBot.Lab.Ssh;

namespace SpiBot.Benchmarks.Fleet;

/// <summary>
/// The boxes of a fleet, each behind real SSH and a long way: in a process of their own, so that what they take is not counted among what SpiBot takes.
/// Says where they listen (<c>port&lt;TAB&gt;fingerprint</c>, a line each) and stays until its input ends.
/// </summary>
internal static class FleetServers
{
    public const string Argument = "fleet-servers";

    public static async Task Serve(int count, CancellationToken ct)
    {
        var network = new LabNetwork("healthy", TimeProvider.System);
        var box = network.Firewall(FarBox.Name);
        box.Traits = box.Traits with { StartsEnabled = true };
        var shell = network.Endpoints.Single(endpoint => endpoint.Name == FarBox.Name).Shell;
        await using var device = await DeviceTime.Of(shell, FarBox.Name + "# ", ct);
        var canned = new CannedShell(device);
        await using var front = await SshFront.Start(
            [.. Enumerable.Range(0, count).Select(i => new SshEndpoint(Name(i), canned))],
            ct
        );
        var links = new List<DelayedLink>();
        foreach (var listener in front.Listeners)
        {
            links.Add(new DelayedLink(listener.Port, FarBox.Distance));
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{links[^1].Port}\t{listener.HostKeyFingerprint}")
            );
        }

        await Console.In.ReadToEndAsync(ct);
        foreach (var link in links)
        {
            await link.DisposeAsync();
        }
    }

    public static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"fw{number:000}");
}
