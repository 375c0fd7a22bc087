using SpiBot.Channel.Connector;
using SpiBot.Channel.People;

namespace SpiBot.Tests.Channel;

/// <summary>Who is in a conversation, as the channel tells it.</summary>
public sealed class ConnectorMemberTests : IAsyncLifetime
{
    private readonly ConnectorBench bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => bench.Start();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task Everybody_of_the_channel_is_read_page_by_page_and_without_the_thread()
    {
        var members = await bench.Connector.Members(bench.There, Ct);

        Assert.Equal(["29:lea", "29:gus"], members.Select(member => member.Id));
        Assert.Equal("0a000000-0000-0000-0000-000000000001", members[0].EntraId);
        Assert.False(members[0].IsGuestOf("tenant"));
        Assert.True(members[1].IsGuestOf("tenant"));
        Assert.Equal(2, bench.Asked.Count);
        Assert.All(bench.Asked, path => Assert.DoesNotContain("messageid", path));
    }

    [Fact]
    public async Task One_member_is_found_or_is_not_there()
    {
        Assert.Equal("Lea", (await bench.Connector.Member(bench.There, "29:lea", Ct))!.Name);
        Assert.Null(await bench.Connector.Member(bench.There, "29:nobody", Ct));
        var failed = await Assert.ThrowsAsync<ConnectorException>(() =>
            bench.Connector.Member(bench.There, "29:broken", Ct)
        );
        Assert.Equal(500, failed.Status);
    }

    [Theory]
    [InlineData("user", "tenant", null, false)]
    [InlineData(null, null, null, false)]
    [InlineData("Guest", "tenant", null, true)]
    [InlineData("anonymous", null, null, true)]
    [InlineData("user", "another", null, true)]
    [InlineData("user", "TENANT", "gus_contoso.com#ext#@fabrikam.onmicrosoft.com", true)]
    public void A_guest_shows_by_role_home_or_name(string? role, string? tenant, string? signInName, bool guest) =>
        Assert.Equal(guest, new ConversationMember("29:x", "X", null, tenant, role, signInName).IsGuestOf("tenant"));
}
