namespace SpiBot.EndToEnd;

/// <summary>A tunnel between IPv6 addresses, from the words to the console and back.</summary>
[Collection<ClearLab>]
public sealed class IPv6Tests(LabFixture lab)
{
    private const string Berlin = "2001:db8:113::9";
    private const string Hq = "2001:db8:51:100::1";

    [Fact]
    public async Task A_peer_with_an_IPv6_address_is_traced_compared_and_cleared()
    {
        var incident = lab.Begin("peer-on-old-sa", overIPv6: true);
        var stale = Witness.Of(lab.Lab.Network).BerlinSends!;

        var card = await incident.Do($"trace peer {Berlin} on hq-fw1");

        Assert.Contains("berlin-fw1 sends with an SPI that hq-fw1 no longer knows", card.Split('\n')[0]);
        Assert.Contains($"{Berlin} sends {stale}", card);
        Assert.Contains("✗ no match", card);
        var capture = incident.Changes.First().Split(' ')[2];
        Assert.Contains($"hq-fw1: capture {capture} match udp any host {Hq} eq 4500", incident.Changes);

        Assert.Contains($"clear crypto ipsec sa peer {Hq}", await incident.Do("press:Propose the clear"));
        Assert.StartsWith("The tunnel came back", await incident.Do("lead: press:Approve"));

        Assert.Equal($"berlin-fw1: clear crypto ipsec sa peer {Hq}", incident.Changes.Last());
        Assert.True(Witness.Of(lab.Lab.Network).HqHearsBerlin);
    }
}
