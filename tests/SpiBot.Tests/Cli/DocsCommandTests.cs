using SpiBot.Cli;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Cli;

public sealed class DocsCommandTests
{
    [Fact]
    public async Task The_committed_page_is_what_the_rules_say()
    {
        var committed = await File.ReadAllTextAsync(
            Checkout.PathOf("docs", "diagnosis.md"),
            TestContext.Current.CancellationToken
        );
        Assert.True(
            committed == await Diagnosis(),
            "docs/diagnosis.md is not what the rules say: dotnet run --project src/SpiBot -- docs diagnosis > docs/diagnosis.md"
        );
    }

    [Fact]
    public async Task Every_rule_describes_itself_in_full()
    {
        var page = await Diagnosis();
        foreach (var cause in Diagnostician.Described)
        {
            var texts = cause.Texts;
            string[] all = [texts.What, texts.Shows, texts.Against, texts.Helps, texts.HelpsNot, texts.Source];
            Assert.All(all, text => Assert.EndsWith(".", text, StringComparison.Ordinal));
            Assert.All(all, text => Assert.Contains(text, page, StringComparison.Ordinal));
            Assert.Contains($"## `{cause.Id}`: {texts.Title}", page, StringComparison.Ordinal);
        }
    }

    private static async Task<string> Diagnosis()
    {
        var (exit, output, _) = await CommandRun.Of(DocsCommand.Create(), "docs", "diagnosis");
        Assert.Equal(0, exit);
        return output;
    }
}
