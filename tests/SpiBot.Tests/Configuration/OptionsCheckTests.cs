using Microsoft.Extensions.Configuration;
using SpiBot.Configuration;

namespace SpiBot.Tests.Configuration;

public sealed class OptionsCheckTests
{
    [Theory]
    [InlineData("00:00:29", false, "00:00:29 is not between 00:00:30 and 00:10:00")]
    [InlineData("00:00:29", true, null)]
    [InlineData("00:00:30", false, null)]
    public void Only_on_a_desk_a_watch_looks_more_often(string every, bool development, string? problem)
    {
        var problems = Problems("Watches:LookEvery", every, development);

        Assert.Equal(problem is null ? [] : [$"Watches:LookEvery: {problem}"], problems);
    }

    [Theory]
    [InlineData("Watches:Lasts", "3.00:00:01", "3.00:00:01 is not between 00:01:00 and Watches:Longest (3.00:00:00)")]
    [InlineData("Watches:DropsPerSecond", "0", "0 is not a rate above 0")]
    [InlineData("Watches:Most", "0", "0 is not between 1 and 10000")]
    [InlineData("Watches:MostPerPerson", "0", "0 is not 1 or more")]
    [InlineData("Watches:MostPerChannel", "-1", "-1 is not 1 or more")]
    [InlineData("Conversations:LeastInterval", "00:00:00", null)]
    [InlineData("Conversations:LeastInterval", "00:10:00", null)]
    [InlineData("Conversations:LeastInterval", "00:10:01", "00:10:01 is not between 00:00:00 and 00:10:00")]
    [InlineData("Conversations:LeastInterval", "-00:00:01", "-00:00:01 is not between 00:00:00 and 00:10:00")]
    [InlineData("Checks:SecondLookAfter", "00:00:00", "00:00:00 is not between 00:00:01 and 00:10:00")]
    public void An_interval_out_of_its_range_is_named(string name, string value, string? problem)
    {
        var problems = Problems(name, value, development: true);

        Assert.Equal(problem is null ? [] : [$"{name}: {problem}"], problems);
    }

    [Theory]
    [InlineData("Conversations:ReadWithin", "-00:00:01", "-00:00:01 is not between 00:00:01 and 01:00:00")]
    [InlineData("Conversations:ReleaseAfter", "30", "30.00:00:00 is not between 00:00:01 and 01:00:00")]
    [InlineData("Remediations:ExpiresAfter", "00:00:00", "00:00:00 is not between 00:01:00 and 1.00:00:00")]
    [InlineData(
        "Remediations:LookEvery",
        "00:00:00",
        "00:00:00 is not between 00:00:00.1 and Remediations:LookFor (00:01:30)"
    )]
    [InlineData("Remediations:Quorum:clear-peer", "2x", "\"2x\" is not a number of people (1-9)")]
    [InlineData("Remediations:Quorum:clear-peer", "0", "0 is not a number of people (1-9)")]
    [InlineData("Remediations:LookFor", "1.00:00:00", "1.00:00:00 is more than an hour")]
    [InlineData("Storage:AskEvery", "00:00:00", "00:00:00 is not between 00:00:00.01 and 00:01:00")]
    [InlineData("Outbox:RetryAtMost", "60.00:00:00", "60.00:00:00 is more than an hour")]
    [InlineData("Outbox:KeepFor", "9999999.00:00:00", "9999999.00:00:00 is not between 00:01:00 and 30.00:00:00")]
    [InlineData("Checks:KeepFor", "9999999.00:00:00", "9999999.00:00:00 is not between 01:00:00 and 3650.00:00:00")]
    [InlineData("History:KeepFor", "9999999.00:00:00", "9999999.00:00:00 is not between 01:00:00 and 3650.00:00:00")]
    [InlineData("Sessions:Silence", "60.00:00:00", "60.00:00:00 is longer than 01:00:00")]
    [InlineData("Replicas:SiloPort", "70000", "70000 is not a port (1-65535, or 0 for a free one)")]
    [InlineData("Replicas:GatewayPort", "11111", "11111 is Replicas:SiloPort, too: each needs a port of its own")]
    [InlineData("Replicas:Address", "replica-1", "\"replica-1\" is not an IP address")]
    public void A_time_or_port_that_would_break_something_later_is_refused_before(
        string name,
        string value,
        string problem
    ) => Assert.Equal([$"{name}: {problem}"], Problems(name, value, development: false));

    [Theory]
    [InlineData("Bot:AllowUnsigned", "maybe")]
    [InlineData("Checks:SecondLookAfter", "soon")]
    [InlineData("Storage:SignInByIdentity", "yes")]
    public void What_cannot_be_read_is_said_and_does_not_break(string name, string value)
    {
        var problem = Assert.Single(Problems(name.Split(':')[0] + ":", name, value, development: false));

        Assert.Contains($"'{name}'", problem);
        Assert.Contains("a switch is true or false", problem);
    }

    [Theory]
    [InlineData("Checks:SecondLokAfter", "00:00:30", "is unknown; did you mean Checks:SecondLookAfter?")]
    [InlineData("Vault:Url", "https://v.vault.azure.net", "is unknown; did you mean Vault:Uri?")]
    [InlineData(
        "Storage:File",
        "x.db",
        "is unknown (known: AskEvery, ConnectionString, Database, Provider, SignInByIdentity)"
    )]
    [InlineData("Storage:Tokens", "x", "is unknown")]
    [InlineData("Remediation:BreakGlass", "true", "is no section that SpiBot reads; did you mean Remediations?")]
    [InlineData("Bot:AllowedTenants", "a-guid", "is not one value: say each below it, like Bot:AllowedTenants:0")]
    [InlineData("Storage:Database:0", "x.db", "is one value, and has settings below it")]
    [InlineData(
        "Secrets:hq-fw1:pasword",
        "open-sesame",
        "is unknown (known: password, enable, privateKey, passphrase, key)"
    )]
    public void A_setting_that_nobody_reads_is_named_and_never_its_value(string name, string value, string problem)
    {
        var all = Problems("", name, value, development: false).ToList();

        Assert.Contains(
            all,
            said =>
                said.StartsWith(Place(name), StringComparison.Ordinal)
                && said.Contains(problem, StringComparison.Ordinal)
        );
        Assert.DoesNotContain(all, said => said.Contains("open-sesame", StringComparison.Ordinal));

        static string Place(string name) =>
            name.StartsWith("Remediation:", StringComparison.Ordinal)
                ? "Remediation:"
                : name.Replace(":0", "", StringComparison.Ordinal);
    }

    /// <summary>What it does not understand of a host, the web server takes for every address of the machine.</summary>
    [Theory]
    [InlineData("http://127.0.0.1:http", false)]
    [InlineData("127.0.0.1:3978", false)]
    [InlineData("http://127.0.0.1:3978;http://[::1]:3978", true)]
    [InlineData("http://+:8080", true)]
    [InlineData("http://*", true)]
    [InlineData("http://unix:/run/spibot.sock", true)]
    public void Where_to_listen_is_understood_or_refused(string urls, bool fine) =>
        Assert.Equal(fine, !Problems("Urls", "urls", urls, development: false).Any());

    [Theory]
    [InlineData("Serilog:MinimumLevel:Default", "Debug")]
    [InlineData("Kestrel:Limits:MaxConcurrentConnections", "100")]
    [InlineData("Secrets:hq-fw1:privateKey", "-----BEGIN")]
    [InlineData("audit:formerkeysecrets:0", "old")]
    [InlineData("Bot:AllowedTenants:0", "2b7e9e0c-5a5e-4f0c-8a39-0e6f1b2c3d4e")]
    public void What_others_read_and_what_is_written_in_other_letters_is_no_problem(string name, string value) =>
        Assert.DoesNotContain(
            Problems("", name, value, development: true),
            said =>
                said.Contains("unknown", StringComparison.Ordinal)
                || said.Contains("no section", StringComparison.Ordinal)
        );

    private static IEnumerable<string> Problems(string name, string value, bool development) =>
        Problems(name, name, value, development);

    private static IEnumerable<string> Problems(string beginning, string name, string value, bool development)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create(name, (string?)value)])
            .Build();
        return OptionsCheck
            .Problems(configuration, development)
            .Where(problem => problem.StartsWith(beginning, StringComparison.Ordinal));
    }
}
