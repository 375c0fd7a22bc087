using SpiBot.Cards;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Threads;
using SpiBot.Tests.Gateways.Changes;
using SpiBot.Tests.Tunnels;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Cards;

public sealed class DataPathRowsTests
{
    private static readonly CheckOrder Order = new(
        CheckKind.DataPath,
        "hq-fw1",
        Some.BerlinAddress,
        new ThreadAddress("{}"),
        Plans.OnCall
    );

    [Fact]
    public void It_stands_beside_what_is_listed()
    {
        var words = Words(
            new DataPath([
                new(0x00922fac, "203.0.113.9", SaDirection.Inbound, Some.Spi(Story.HqAccepts), "UP", Packets: 17),
                new(0x00922fad, "203.0.113.9", SaDirection.Outbound, Some.Spi(Story.BerlinAccepts), "UP"),
            ])
        );

        Assert.Contains("it works with what the box lists.", words);
        Assert.Contains($"0x00922fac inbound {Some.Spi(Story.HqAccepts).Digits}", words);
        Assert.Contains("UP, 17 packets.", words);
        Assert.DoesNotContain("left over", words);
    }

    [Fact]
    public void A_context_that_nobody_lists_and_an_SA_without_one_are_named()
    {
        var words = Words(
            new DataPath([
                new(1, "203.0.113.9", SaDirection.Inbound, Some.Spi(Story.Old), "UP", BadSpi: 12),
                new(2, "203.0.113.9", SaDirection.Outbound, Some.Spi(Story.BerlinAccepts), "UP"),
            ])
        );

        Assert.Contains("it does not work with what the box lists.", words);
        Assert.Contains($"inbound {Some.Spi(Story.HqAccepts).Digits} is listed, and no context works with it.", words);
        Assert.Contains("12 refused for their SPI. The box lists no such SA", words);
    }

    [Fact]
    public void Where_it_was_not_read_the_reason_stands_there_and_unasked_nothing_does()
    {
        var evidence = new Story().Evidence();

        Assert.Contains("not read: not asked", string.Concat(DataPathRows.Of(Order, evidence)));
        Assert.Empty(DataPathRows.Of(Order with { Kind = CheckKind.Compare }, evidence));
    }

    private static string Words(DataPath path)
    {
        var evidence = new Story().Evidence();
        var ours = evidence.Ours with { Latest = evidence.Ours.Latest with { DataPath = Answer.Of(path) } };
        return string.Concat(
            DataPathRows.Of(Order, evidence with { Ours = ours, Theirs = null }).Select(block => block.ToJsonString())
        );
    }
}
