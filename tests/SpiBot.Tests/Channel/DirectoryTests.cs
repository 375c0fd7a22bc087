using Azure.Identity;
using SpiBot.Channel.People;
using SpiBot.Lab.Azure;

namespace SpiBot.Tests.Channel;

/// <summary>Groups and teams from Microsoft Graph, with the unchanged Azure client's tokens, on the stand-in.</summary>
public sealed class DirectoryTests : IAsyncLifetime
{
    private static readonly Guid Known = Guid.Parse("5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2caa");
    private static readonly Guid Unknown = Guid.Parse("5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2cbb");

    private AzureStandIn azure = null!;
    private BotBench bench = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        azure = await AzureStandIn.Start(new Dictionary<string, string>(StringComparer.Ordinal), Ct);
        bench = await BotBench.Start(azure, credential: Credential(azure.ClientSecret));
    }

    public async ValueTask DisposeAsync()
    {
        await bench.DisposeAsync();
        await azure.DisposeAsync();
    }

    [Fact]
    public async Task All_people_of_a_group_are_read_over_its_pages_and_groups_in_it_are_no_people()
    {
        Guid[] people = [.. Enumerable.Range(1, 5).Select(Person)];
        azure.Graph.Groups[Known] = people;

        Assert.Equal(people, await bench.Directory.GroupMembers(Known, Ct));
    }

    [Fact]
    public async Task The_members_of_a_team_come_with_what_they_are_in_it()
    {
        azure.Graph.Teams[Known] = [(Person(1), "owner"), (Person(2), null), (Person(3), "guest")];

        Assert.Equal(
            [
                new TeamMember(Person(1), IsOwner: true, IsGuest: false),
                new TeamMember(Person(2), IsOwner: false, IsGuest: false),
                new TeamMember(Person(3), IsOwner: false, IsGuest: true),
            ],
            await bench.Directory.TeamMembers(Known, Ct)
        );
    }

    [Fact]
    public async Task A_group_that_is_not_there_is_named_and_has_nobody() =>
        Assert.Equal(
            $"Microsoft Graph knows nothing of the group {Unknown} (404): correct it in the inventory.",
            (await Fails(() => bench.Directory.GroupMembers(Unknown, Ct))).Message
        );

    [Fact]
    public async Task A_missing_permission_is_named()
    {
        azure.Graph.Groups[Known] = [Person(1)];
        azure.Graph.Consented = false;

        Assert.EndsWith(
            "(403): give its identity the application permission GroupMember.Read.All.",
            (await Fails(() => bench.Directory.GroupMembers(Known, Ct))).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("TeamMember.Read.All", (await Fails(() => bench.Directory.TeamMembers(Known, Ct))).Message);
    }

    [Fact]
    public async Task An_identity_that_gets_no_token_and_a_directory_that_is_away_are_said()
    {
        await using var wrong = await BotBench.Start(azure, credential: Credential("wrong"));
        Assert.Contains("gets no token", (await Fails(() => wrong.Directory.GroupMembers(Known, Ct))).Message);

        azure.Graph.Groups[Known] = [];
        Assert.Empty(await bench.Directory.GroupMembers(Known, Ct));
        await azure.DisposeAsync();
        Assert.Contains("could not be reached", (await Fails(() => bench.Directory.GroupMembers(Known, Ct))).Message);
    }

    private static Task<DirectoryException> Fails<T>(Func<Task<T>> ask) => Assert.ThrowsAsync<DirectoryException>(ask);

    private ClientSecretCredential Credential(string secret) =>
        new(azure.TenantId, azure.AppId, secret, AzureClients.Options(azure));

    private static Guid Person(int number) => Guid.Parse($"0a000000-0000-0000-0000-{number:d12}");
}
