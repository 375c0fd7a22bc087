using Microsoft.Extensions.Options;
using SpiBot.Channel;
using SpiBot.Channel.Activities;
using SpiBot.Channel.Authentication;
using SpiBot.Channel.Connector;

namespace SpiBot.Tests.Channel;

public sealed class ActivityCheckTests
{
    private const string ServiceUrl = "https://smba.trafficmanager.net/emea/";
    private const string Own = "0a000000-0000-0000-0000-00000000000a";
    private const string Further = "0a000000-0000-0000-0000-00000000000b";

    [Theory]
    [InlineData(Own, Further, Own, true)]
    [InlineData(Own, Further, "0A000000-0000-0000-0000-00000000000B", true)]
    [InlineData(Own, Further, "0a000000-0000-0000-0000-00000000000c", false)]
    [InlineData(Own, null, Further, false)]
    [InlineData(null, Further, Further, true)]
    [InlineData(null, Further, Own, false)]
    public void Further_tenants_are_answered_beside_the_bots_own(
        string? own,
        string? further,
        string from,
        bool answered
    )
    {
        var options = new ChannelOptions { TenantId = own };
        if (further is not null)
        {
            options.AllowedTenants.Add(further);
        }

        var check = new ActivityCheck(Options.Create(options), new ServiceUrls(development: false));
        var activity = new Activity
        {
            ChannelId = "msteams",
            ServiceUrl = ServiceUrl,
            Conversation = new ConversationAccount { Id = "19:c", TenantId = from },
        };

        Assert.Equal(
            answered,
            check.Signed(new ChannelToken(ServiceUrl, new HashSet<string>(["msteams"])), activity) is null
        );
    }

    /// <summary>A wrong Bot:TenantId, or a cloud whose hosts are not known, is found in the log by what came.</summary>
    [Theory]
    [InlineData(ServiceUrl, Further, $"tenant {Further} is not one that is answered: neither Bot:TenantId")]
    [InlineData(ServiceUrl, "not a guid", "tenant is not one that is answered")]
    [InlineData("https://smba.example.net/x/", Own, "not a host that is answered (smba.example.net).")]
    public void What_came_and_is_not_answered_is_named(string serviceUrl, string tenant, string words)
    {
        var check = new ActivityCheck(
            Options.Create(new ChannelOptions { TenantId = Own }),
            new ServiceUrls(development: false)
        );
        var activity = new Activity
        {
            ChannelId = "msteams",
            ServiceUrl = serviceUrl,
            Conversation = new ConversationAccount { Id = "19:c", TenantId = tenant },
        };

        var refusal = check.Signed(new ChannelToken(serviceUrl, new HashSet<string>(["msteams"])), activity)!;

        Assert.Equal(403, refusal.Status);
        Assert.Contains(words, refusal.Reason, StringComparison.Ordinal);
    }
}
