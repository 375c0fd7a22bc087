namespace SpiBot.EndToEnd.Faults;

/// <summary>SpiBot's process is killed (kill -9) at moments that nobody chose, while people change things on three gateways, and started again.</summary>
public sealed class RandomKillTests(OneSpiBot one) : IClassFixture<OneSpiBot>
{
    [Fact]
    public async Task Nothing_is_typed_twice_or_without_approval_and_no_approval_is_lost()
    {
        foreach (var line in await RandomKills.Run(one.Lab, Nightly.Kills(2), seed: 7))
            TestContext.Current.TestOutputHelper?.WriteLine(line);
    }
}
