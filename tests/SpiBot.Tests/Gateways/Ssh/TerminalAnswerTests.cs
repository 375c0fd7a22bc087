using SpiBot.Gateways.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

public sealed class TerminalAnswerTests
{
    [Theory]
    [InlineData("show clock\n12:00\n", "12:00\n")]
    [InlineData("$lock\n12:00\n", "12:00\n")]
    [InlineData("\nWARNING: a notice\nciscoasa# show clock\n12:00\n", "12:00\n")]
    [InlineData("show clock\n", "")]
    [InlineData("show cl", "")]
    public void The_echo_goes_whatever_it_looks_like(string lines, string answer) =>
        Assert.Equal(answer, TerminalAnswer.WithoutEcho(lines, "show clock"));

    [Theory]
    [InlineData("Command authorization failed\n", "Command authorization failed")]
    [InlineData("  ^\nERROR: % Incomplete command\n", "ERROR: % Incomplete command")]
    [InlineData("There was no ERROR: at all\n", null)]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8\nERROR: from a log\n", null)]
    public void A_refusal_stands_at_the_start_of_an_early_line(string answer, string? refusal) =>
        Assert.Equal(refusal, TerminalAnswer.RefusalIn(answer, new AsaLike().Dialect));
}
