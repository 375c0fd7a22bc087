using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

public sealed class PromptTests
{
    [Theory]
    [InlineData("ciscoasa> ", "ciscoasa# ", true)]
    [InlineData("ciscoasa>", "ciscoasa# ", true)]
    [InlineData("ciscoasa# ", "ciscoasa(config)# ", true)]
    [InlineData("ciscoasa# ", "ciscoasa(config-pmap-c)#", true)]
    [InlineData("ciscoasa# ", "ciscoasa", false)]
    [InlineData("ciscoasa# ", "xciscoasa# ", false)]
    [InlineData("ciscoasa# ", "ciscoasa# show run", false)]
    [InlineData("ciscoasa# ", "ciscoasa/admin# ", false)]
    [InlineData("host/ctx/act/sec# ", "host/ctx/act/sec# ", true)]
    [InlineData("a.b+c*# ", "a.b+c*# ", true)]
    [InlineData("a.b# ", "aXb# ", false)]
    [InlineData("spibot@gw:~$ ", "spibot@gw:~$ ", true)]
    [InlineData("spibot@gw:~$ ", "spibot@gw:~# ", false)]
    [InlineData("$ ", "$ ", true)]
    [InlineData("$ ", "a$ ", false)]
    [InlineData("gw% ", "gw% ", true)]
    [InlineData("root@gw:~# ", "root@gw:~# ", true)]
    [InlineData("ciscoasa# ", "ciscoasa()# ", true)]
    [InlineData("ciscoasa# ", "ciscoasa(a(b)c)# ", false)]
    [InlineData("ciscoasa# ", "ciscoasa(a)(b)# ", false)]
    [InlineData("ciscoasa# ", "ciscoasa(config# ", false)]
    [InlineData("ciscoasa# ", "ciscoasa# \t ", true)]
    [InlineData("ciscoasa# ", "", false)]
    [InlineData("# ", "> ", true)]
    public void A_learned_prompt_is_matched_exactly(string learned, string line, bool matches)
    {
        Assert.Equal(matches, Prompt.Learn(learned)!.Matches(line));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("Password: ")]
    [InlineData("[Y]es, [N]o, [A]sk later: ")]
    public void What_asks_something_is_not_learned(string line) => Assert.Null(Prompt.Learn(line));

    [Theory]
    [InlineData("host/pri/act# ", true)]
    [InlineData("welcome to the # club", false)]
    public void Without_learning_the_platform_says_what_a_prompt_is(string line, bool isPrompt) =>
        Assert.Equal(isPrompt, Prompt.OfPlatform(new CiscoAsaPlatform().Dialect, line) is not null);
}
