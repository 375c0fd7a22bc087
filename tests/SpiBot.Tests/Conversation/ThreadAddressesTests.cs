using SpiBot.Channel.Connector;
using SpiBot.Conversation;
using SpiBot.Operations.Threads;

namespace SpiBot.Tests.Conversation;

public sealed class ThreadAddressesTests
{
    [Fact]
    public void A_destination_survives_being_stored()
    {
        var to = new Destination(
            "https://smba.trafficmanager.net/emea/",
            "19:x@thread.tacv2;messageid=17",
            "28:bot",
            "tenant",
            null
        );
        Assert.Equal(to, ThreadAddresses.ToDestination(ThreadAddresses.From(to)));
    }

    [Fact]
    public void What_is_no_address_is_refused() =>
        Assert.ThrowsAny<System.Text.Json.JsonException>(() =>
            ThreadAddresses.ToDestination(new ThreadAddress("nonsense"))
        );
}
