using System.Text.Json;
using System.Text.Json.Nodes;
using SpiBot.Lab;

namespace SpiBot.EndToEnd.Real;

/// <summary>Nothing is simulated but the channel: OpenSSH, strongSwan, ESP and the traffic are real, and so is the stale SA.</summary>
public sealed class RealPairTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stale_sa_is_found_on_both_ends_and_the_approved_remedy_makes_packets_flow_again()
    {
        if (await StrongSwanPair.WhyNot(Ct) is { } reason)
            Assert.Skip(reason);
        await using var pair = await StrongSwanPair.Start(Ct);
        await using var lab = await Start(pair);
        Assert.Equal(0, await pair.Hq.Lost(Ct));
        await pair.Branch.Restart(Ct);
        Assert.Equal(100, await pair.Hq.Lost(Ct));
        var stale = await OutboundSpi(pair.Hq);
        using var talking = pair.Hq.Talk();
        try
        {
            var incident = new Incident(lab);

            var card = await incident.Do("check 192.0.2.2 on hq-gw");
            var plan = await incident.Do("press:Propose the clear");
            Assert.Equal(stale, await OutboundSpi(pair.Hq));
            var outcome = await incident.Do("lead: press:Approve");

            Assert.Contains("hq-gw sends with an SPI that br-gw no longer knows", card);
            Assert.Contains($"outbound esp {stale}", card);
            Assert.Contains("swanctl --terminate --ike-id 1 --force", plan);
            Assert.Contains("swanctl --initiate --child net --ike site", plan);
            Assert.Contains("The tunnel came back", outcome.Split('\n')[0]);
            Assert.NotEqual(stale, await OutboundSpi(pair.Hq));
        }
        finally
        {
            Tool.End(talking);
        }

        Assert.Equal(0, await pair.Hq.Lost(Ct));
    }

    private static Task<RunningLab> Start(StrongSwanPair pair) =>
        RunningLab.Start(
            new LabOptions
            {
                Scenario = "healthy",
                PagePort = null,
                Greets = false,
                SecondLookAfter = TimeSpan.FromSeconds(2),
                EditInventory = inventory =>
                {
                    inventory["gateways"]!["hq-gw"] = Entry(pair.Hq, "br");
                    inventory["gateways"]!["br-gw"] = Entry(pair.Branch, "hq");
                },
                MoreSecrets = new Dictionary<string, string>
                {
                    ["linux-gateways"] = JsonSerializer.Serialize(new { privateKey = pair.UserKey }),
                },
                Settings = new Dictionary<string, string>
                {
                    // The Lab's channel has one lead.
                    ["Remediations__Quorum__reinitiate"] = "1",
                    ["Remediations__LookEvery"] = "00:00:01",
                },
            },
            TimeProvider.System,
            _ => { },
            Ct
        );

    private static JsonObject Entry(StrongSwanEnd end, string peer) =>
        new()
        {
            ["address"] = end.Plan.Management,
            ["platform"] = "strongswan",
            ["user"] = "root",
            ["secret"] = "linux-gateways",
            ["hostKeys"] = new JsonArray(end.HostKey),
            ["viciUri"] = "unix:///run/charon.vici",
            ["vpnAddresses"] = new JsonArray(end.Plan.VpnAddress),
            ["peers"] = new JsonObject { [peer] = end.Plan.PeerAddress },
        };

    /// <summary>What the end itself says that it sends with, eight digits.</summary>
    private static async Task<string> OutboundSpi(StrongSwanEnd end)
    {
        var line = (await end.Swanctl(Ct, "--list-sas"))
            .Split('\n')
            .Single(at => at.StartsWith("    out ", StringComparison.Ordinal));
        return line.Trim().Split(' ')[1].TrimEnd(',');
    }
}
