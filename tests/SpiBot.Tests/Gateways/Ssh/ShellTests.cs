using SpiBot.Gateways.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>The dialogue alone, in made-up time: what comes when, and what is made of it.</summary>
public sealed class ShellTests
{
    private const string Prompt = "ciscoasa# ";

    private readonly SteppedClock clock = new();

    [Fact]
    public async Task Wherever_an_answer_is_split_it_is_the_same()
    {
        const string answer =
            "show asp drop\r\n\rFrame drop:\r\r\n  Invalid SPI (np-sp-invalid-spi)  4\n\r"
            + "<--- More --->\r              \rciscoasa# \r\n\u00e9nd\r\nciscoasa# ";
        const string read = "Frame drop:\n  Invalid SPI (np-sp-invalid-spi)  4\nciscoasa# \n\u00e9nd\n";
        for (var at = 1; at < answer.Length; at++)
        {
            var shell = await Learned(_ => [new(answer[..at]), new(answer[at..], AfterMilliseconds: 20)]);

            var reply = await Drive(shell.Type("show asp drop", Always, Ct));

            Assert.Equal((ShellStop.Done, read), (reply.Stop, reply.Text.ToString()));
        }
    }

    [Fact]
    public async Task A_notice_with_a_new_prompt_before_the_echo_is_not_the_answer()
    {
        var shell = await Learned(_ =>
            [
                new("\r\nBeginning configuration replication: Sending to mate.\r\n" + Prompt, AfterMilliseconds: 10),
                new("show clock\r\n12:00\r\n" + Prompt, AfterMilliseconds: 500),
            ]
        );

        var reply = await Drive(shell.Type("show clock", Always, Ct));

        Assert.Equal("12:00\n", reply.Text.ToString());
    }

    [Fact]
    public async Task A_prompt_that_is_followed_by_more_was_none()
    {
        var shell = await Learned(_ =>
            [
                new("show banner\r\n" + Prompt),
                new("\r\nnot the end\r\n", AfterMilliseconds: 40),
                new(Prompt, AfterMilliseconds: 900),
            ]
        );

        var reply = await Drive(shell.Type("show banner", Always, Ct));

        Assert.Equal("ciscoasa# \nnot the end\n", reply.Text.ToString());
    }

    [Fact]
    public async Task Another_prompt_in_an_answer_that_pauses_is_part_of_it()
    {
        var asked = false;
        var shell = new Shell(
            new HandFedChannel(
                clock,
                line =>
                {
                    asked |= line.Length > 0;
                    return line.Length > 0
                        ? [new(line + "\r\nother# "), new("\r\nend\r\n" + Prompt, AfterMilliseconds: 3000)]
                        // The box comes to the empty line only after its answer.
                        : [new("\r\n" + Prompt, asked ? 2500 : 0)];
                }
            ),
            new AsaLike().Dialect,
            new SessionLimits(),
            clock
        );
        Assert.Equal(ShellStop.Done, await Drive(shell.Learn(Ct)));

        var reply = await Drive(shell.Type("show banner", Always, Ct));

        Assert.Equal((ShellStop.Done, "other# \nend\n"), (reply.Stop, reply.Text.ToString()));
        Assert.Equal("ciscoasa#", shell.PromptText);
    }

    [Fact]
    public async Task Another_prompt_that_an_empty_line_brings_again_is_the_new_one()
    {
        var standby = false;
        var shell = new Shell(
            new HandFedChannel(
                clock,
                line =>
                {
                    standby |= line.Length > 0;
                    var prompt = standby ? "ciscoasa/stby# " : Prompt;
                    return line.Length > 0 ? [new(line + "\r\nx\r\n" + prompt)] : [new("\r\n" + prompt)];
                }
            ),
            new AsaLike().Dialect,
            new SessionLimits(),
            clock
        );
        Assert.Equal(ShellStop.Done, await Drive(shell.Learn(Ct)));

        var first = await Drive(shell.Type("show clock", Always, Ct));
        var began = clock.GetUtcNow();
        var second = await Drive(shell.Type("show clock", Always, Ct));

        Assert.Equal(("x\n", "x\n"), (first.Text.ToString(), second.Text.ToString()));
        Assert.Equal("ciscoasa/stby#", shell.PromptText);
        Assert.InRange((clock.GetUtcNow() - began).TotalMilliseconds, 50, 100);
    }

    [Fact]
    public async Task A_box_that_keeps_talking_may_take_longer_than_the_silence()
    {
        var lines = Enumerable
            .Range(1, 5)
            .Select(i => new Fragment($"line {i}\r\n", AfterMilliseconds: i * 50_000))
            .ToList();
        var shell = await Learned(_ => [new("show run\r\n"), .. lines, new(Prompt, AfterMilliseconds: 260_000)]);

        var reply = await Drive(shell.Type("show run", Always, Ct));

        Assert.Equal((ShellStop.Done, 5), (reply.Stop, reply.Text.ToString().Count(c => c == '\n')));
    }

    [Fact]
    public async Task Silence_ends_the_wait_after_its_time()
    {
        var shell = await Learned(_ => [new("show run\r\nhalf an ans")]);
        var began = clock.GetUtcNow();

        var reply = await Drive(shell.Type("show run", Always, Ct));

        Assert.Equal(ShellStop.Silent, reply.Stop);
        Assert.InRange((clock.GetUtcNow() - began).TotalSeconds, 60, 70);
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_off()
    {
        var limits = new SessionLimits { LongestAnswer = 1000 };
        var shell = await Learned(_ => [.. Enumerable.Repeat(new Fragment(new string('x', 99) + "\r\n"), 50)], limits);

        var reply = await Drive(shell.Type("show run", Always, Ct));

        Assert.Equal(ShellStop.TooLong, reply.Stop);
    }

    [Fact]
    public async Task Without_a_prompt_the_login_gives_up()
    {
        var shell = Shell(_ => [new("\r\nUsername: ")]);

        var stop = await Drive(shell.Learn(Ct));

        Assert.Equal(ShellStop.Silent, stop);
    }

    [Fact]
    public async Task A_banner_that_comes_slowly_does_not_leave_prompts_behind()
    {
        var empties = 0;
        HandFedChannel channel = new(
            clock,
            line =>
                line.Length > 0 ? [new(line + "\r\nanswer to " + line + "\r\n" + Prompt)]
                // The box reads what was typed only once its banner is out.
                : ++empties == 1 ? [new("llo\r\n" + Prompt + "\r\n" + Prompt, AfterMilliseconds: 2500)]
                : [new("\r\n" + Prompt, AfterMilliseconds: 30)]
        );
        channel.Feed([new("Welcome and he")]);
        var shell = new Shell(channel, new AsaLike().Dialect, new SessionLimits(), clock);

        Assert.Equal(ShellStop.Done, await Drive(shell.Learn(Ct)));
        var reply = await Drive(shell.Type("show clock", Always, Ct));

        Assert.Equal("answer to show clock\n", reply.Text.ToString());
    }

    [Theory]
    [InlineData("show\nclear crypto")]
    [InlineData("show\rclear crypto")]
    [InlineData("show\u0003")]
    public async Task A_line_that_would_be_two_is_never_typed(string line)
    {
        var shell = await Learned(_ => []);

        await Assert.ThrowsAsync<ArgumentException>(() => shell.Type(line, Always, Ct));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static bool Always() => true;

    private Task<T> Drive<T>(Task<T> work) => clock.Drive(work);

    private Shell Shell(Func<string, IReadOnlyList<Fragment>?> outputAfter, SessionLimits? limits = null) =>
        new(new HandFedChannel(clock, outputAfter), new AsaLike().Dialect, limits ?? new SessionLimits(), clock);

    /// <summary>A shell that has learned its prompt; what comes after a line that is not empty is for the test to say.</summary>
    private async Task<Shell> Learned(Func<string, IReadOnlyList<Fragment>?> outputAfter, SessionLimits? limits = null)
    {
        var shell = Shell(line => line.Length == 0 ? [new("\r\n" + Prompt)] : outputAfter(line), limits);
        Assert.Equal(ShellStop.Done, await Drive(shell.Learn(Ct)));
        Assert.Equal("ciscoasa#", shell.PromptText);
        return shell;
    }
}
