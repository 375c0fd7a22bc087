using static SpiBot.Tests.Cli.AnalyzeRun;
using static SpiBot.Tests.Cli.SavedText;

namespace SpiBot.Tests.Cli;

/// <summary>Looks that <c>analyze</c> is given: how far apart they are, and whether they belong together.</summary>
public sealed class AnalyzeLooksTests : IDisposable
{
    private readonly AnalyzeRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public async Task Without_clocks_the_lifetimes_say_how_far_apart_the_looks_are_and_no_time_is_made_up()
    {
        var first = run.Save("a.txt", Sas("hq-fw1", HqBlock(left: 900)) + Drops("hq-fw1", 0));
        var later = run.Save("b.txt", Sas("hq-fw1", HqBlock(left: 860, encaps: 200, decaps: 220)) + Drops("hq-fw1", 0));

        var json = await Json(first, "--later", later);

        Assert.Equal("healthy", Cause(json));
        Assert.Contains("hq-fw1: encaps 200, decaps 220", json["findings"]![0]!["evidence"]!.ToJsonString());
        Assert.DoesNotContain("1970", json.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("wrong order", await Refused(later, "--later", first), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_prompts_and_clocks_more_of_the_same_is_one_look()
    {
        var sas = Sas("x", HqBlock()).Split('\n', 2)[1];
        var other = Sas("x", HqBlock(remote: "10.3.0.0", inbound: "11112222", outbound: "33334444")).Split('\n', 2)[1];
        var file = run.Save("ours.txt", sas + "Inactive IPsec SAs: 0\n" + other);

        var json = await Json(file);

        Assert.Equal(2, json["comparison"]!.AsArray().Count);
        Assert.Contains(Missing(json), m => m.StartsWith("A second look", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_drop_counters_want_to_know_how_far_apart_they_are()
    {
        var (first, later) = (run.Save("a.txt", Drops("fw", 18_800)), run.Save("b.txt", Drops("fw", 18_895)));

        Assert.Contains("--apart", await Refused(first, "--later", later), StringComparison.Ordinal);
        var json = await Json(first, "--later", later, "--apart", "60");
        Assert.Equal("undetermined", Cause(json));
        Assert.Contains("1.6/s", (string)json["findings"]![0]!["why"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counters_that_went_backwards_have_no_rate_and_it_is_said()
    {
        var first = run.Save("a.txt", Clock("fw") + Drops("fw", 900) + Sas("fw", HqBlock()));
        var later = run.Save(
            "b.txt",
            Clock("fw", "02:27:41.100 UTC Sun Mar 1 2026") + Drops("fw", 3) + Sas("fw", HqBlock())
        );

        var why = (string)(await Json(first, "--later", later))["findings"]![0]!["why"]!;

        Assert.Contains("were cleared between the readings", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_SAs_packets_that_went_backwards_are_no_traffic()
    {
        var first = run.Save("a.txt", Clock("fw") + Drops("fw", 0) + Sas("fw", HqBlock(encaps: 900, decaps: 900)));
        var later = run.Save(
            "b.txt",
            Clock("fw", "02:27:41.100 UTC Sun Mar 1 2026") + Drops("fw", 0) + Sas("fw", HqBlock(encaps: 5, decaps: 7))
        );

        var json = await Json(first, "--later", later);

        Assert.Equal("undetermined", Cause(json));
        Assert.DoesNotMatch(" -[0-9]", json.ToJsonString());
    }

    [Theory]
    [InlineData("hq-fw1", "02:26:00.000 UTC Sun Mar 1 2026", "wrong order")]
    [InlineData("hq-fw1", "02:27:11.100 UTC Sun Mar 1 2026", "same moment")]
    [InlineData("hq-fw1", "09:27:11.100 UTC Sun Mar 1 2026", "7 hours after")]
    [InlineData("rome-fw1", "02:27:41.100 UTC Sun Mar 1 2026", "is of rome-fw1")]
    public async Task A_later_look_that_does_not_belong_to_the_first_is_refused(string host, string time, string said)
    {
        var first = run.Save("a.txt", Clock("hq-fw1") + Sas("hq-fw1", HqBlock()));
        var later = run.Save("b.txt", Clock(host, time) + Sas(host, HqBlock()));

        Assert.Contains(said, await Refused(first, "--later", later), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_that_do_not_belong_together_are_refused()
    {
        var hq = run.Save("hq.txt", Clock("hq-fw1") + Sas("hq-fw1", HqBlock()));
        var berlin = run.Save(
            "b.txt",
            Clock("berlin-fw1", "05:00:00.000 UTC Sun Mar 1 2026") + Sas("berlin-fw1", BerlinBlock())
        );

        Assert.Contains("2.5 hours after", await Refused(hq, "--theirs", berlin), StringComparison.Ordinal);
        Assert.Contains("--theirs takes the other end's", await Refused(hq, "--theirs", hq), StringComparison.Ordinal);
        Assert.Contains("to be of one gateway", await Refused(hq, berlin), StringComparison.Ordinal);
    }
}
