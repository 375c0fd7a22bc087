using Microsoft.Extensions.Options;
using SpiBot.Channel;
using SpiBot.Lab.Azure;

namespace SpiBot.Tests.Channel;

public sealed class ChannelOptionsCheckTests
{
    private const string Id = "3f2b6c1e-1111-4222-8333-444455556666";
    private const string Lab = "https://localhost:4711";
    private const string LabMetadata = Lab + "/.well-known/openidconfiguration";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_real_clouds_are_right_everywhere(bool development)
    {
        Assert.Empty(ChannelOptionsCheck.Problems(Right(), development));
        foreach (var cloud in ChannelCloud.All)
        {
            foreach (var metadata in cloud.OpenIdMetadata)
                Assert.Empty(ChannelOptionsCheck.Problems(Trusting(cloud.Issuer, metadata, cloud.Scope), development));
        }
    }

    [Fact]
    public void A_stand_in_on_this_machine_is_right_in_Development_alone()
    {
        Assert.Empty(ChannelOptionsCheck.Problems(Trusting(Lab, LabMetadata), development: true));
        Assert.Contains(
            "only in the Development",
            Only(Trusting(Lab, LabMetadata), development: false),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("https://issuer.example", "https://issuer.example/.well-known/openidconfiguration")]
    [InlineData("https://issuer.example", LabMetadata)]
    [InlineData(Lab, "https://login.botframework.com/v1/.well-known/openidconfiguration")]
    [InlineData("http://localhost:4711", "http://localhost:4711/.well-known/openidconfiguration")]
    [InlineData("https://api.botframework.com", LabMetadata)]
    [InlineData(
        "https://api.botframework.com",
        "https://login.botframework.azure.us/v1/.well-known/openidconfiguration"
    )]
    [InlineData("https://api.botframework.com/", "https://login.botframework.com/v1/.well-known/openidconfiguration")]
    [InlineData("", "")]
    public void Any_other_issuer_or_metadata_is_wrong_also_in_Development(string issuer, string metadata)
    {
        Assert.StartsWith("Bot:", Only(Trusting(issuer, metadata), development: true), StringComparison.Ordinal);
        Assert.StartsWith("Bot:", Only(Trusting(issuer, metadata), development: false), StringComparison.Ordinal);
    }

    [Fact]
    public void The_scope_must_be_that_of_the_cloud()
    {
        var government = ChannelCloud.UsGovernment;
        Assert.Contains(
            government.Scope,
            Only(Trusting(government.Issuer, government.OpenIdMetadata[0], ChannelCloud.Public.Scope), false),
            StringComparison.Ordinal
        );
        var options = Right();
        options.Scope = "https://vault.azure.net/.default";
        Assert.Contains("Bot:Scope", Only(options, false), StringComparison.Ordinal);
    }

    [Fact]
    public void Unsigned_activities_are_for_Development_and_need_no_app_id()
    {
        var options = new ChannelOptions { AllowUnsigned = true };

        Assert.Empty(ChannelOptionsCheck.Problems(options, development: true));
        Assert.Contains("AllowUnsigned", Only(options, development: false), StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_must_be_GUIDs_and_each_that_is_not_gets_its_line()
    {
        var options = new ChannelOptions { AppId = "spibot", TenantId = "contoso.example" };
        options.AllowedTenants.Add("fabrikam.example");

        var problems = ChannelOptionsCheck.Problems(options, development: false);

        Assert.Collection(
            problems,
            line => Assert.Contains("spibot", line, StringComparison.Ordinal),
            line => Assert.Contains("contoso.example", line, StringComparison.Ordinal),
            line => Assert.Contains("fabrikam.example", line, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_missing_app_id_and_a_missing_tenant_are_said()
    {
        Assert.Contains(
            "Bot:AppId is missing",
            Only(new ChannelOptions { TenantId = Id }, false),
            StringComparison.Ordinal
        );
        Assert.Contains("Bot:TenantId", Only(new ChannelOptions { AppId = Id }, false), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_is_refused_with_the_same_sentences()
    {
        await using var azure = await AzureStandIn.Start(
            new Dictionary<string, string>(StringComparer.Ordinal),
            TestContext.Current.CancellationToken
        );

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            BotBench.Start(azure, environment: "Production", allowUnsigned: true)
        );

        Assert.Contains("AllowUnsigned", Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    private static ChannelOptions Right() => new() { AppId = Id, TenantId = Id };

    private static ChannelOptions Trusting(string issuer, string metadata, string? scope = null) =>
        new()
        {
            AppId = Id,
            TenantId = Id,
            Issuer = issuer,
            OpenIdMetadata = metadata,
            Scope = scope ?? ChannelCloud.Public.Scope,
        };

    private static string Only(ChannelOptions options, bool development) =>
        Assert.Single(ChannelOptionsCheck.Problems(options, development));
}
