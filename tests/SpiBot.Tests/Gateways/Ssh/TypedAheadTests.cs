using CsCheck;
using SpiBot.Gateways;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>Lines typed ahead, in made-up time: which answer belongs to which line, whatever else the box says.</summary>
public sealed class TypedAheadTests
{
    private const string Prompt = "hq-fw1/pri/act# ";

    private readonly SteppedClock clock = new();
    private readonly CollectedLog<SshGatewayDoor> log = new();

    [Fact]
    public async Task All_questions_asked_together_leave_before_any_is_answered()
    {
        var box = new Box(clock) { RoundTrip = 80 };
        var session = await Session(box);
        var began = clock.GetUtcNow();

        var answers = await AskAll(session, "show clock", "show version", "show mode", "show failover");

        Assert.Equal(
            ["<show clock>\n", "<show version>\n", "<show mode>\n", "<show failover>\n"],
            answers.Select(answer => answer.Value)
        );
        // One round trip, and no quiet for any answer.
        Assert.InRange((clock.GetUtcNow() - began).TotalMilliseconds, 80, 100);
    }

    [Fact]
    public async Task A_question_asked_while_others_are_under_way_is_typed_at_once()
    {
        var box = new Box(clock) { RoundTrip = 1000 };
        var session = await Session(box);
        var began = clock.GetUtcNow();

        var first = session.Ask(Bench.Text("show clock"), Ct);
        await box.HasTyped("show clock");
        var second = session.Ask(Bench.Text("show version"), Ct);
        await box.HasTyped("show version");

        Assert.Equal("<show clock>\n", (await Drive(first)).Value);
        Assert.Equal("<show version>\n", (await Drive(second)).Value);
        Assert.InRange((clock.GetUtcNow() - began).TotalMilliseconds, 1000, 1100);
    }

    [Fact]
    public async Task A_change_waits_for_all_before_it_and_nothing_is_typed_behind_it()
    {
        var box = new Box(clock) { RoundTrip = 80 };
        var session = await Session(box);

        var before = session.Ask(Bench.Text("show clock"), Ct);
        var change = session.Apply(Bench.Name, ["clear crypto ipsec sa peer 192.0.2.77"], null, static () => true, Ct);
        var behind = session.Ask(Bench.Text("show version"), Ct);

        await Drive(Task.WhenAll(before, behind));
        Assert.True((await Drive(change)).Typed);
        Assert.Equal(
            ["show clock", "", "", "clear crypto ipsec sa peer 192.0.2.77", "show version", "", ""],
            box.Typed.SkipWhile(line => line != "show clock")
        );
        // In a packet of its own.
        Assert.Equal("clear crypto ipsec sa peer 192.0.2.77\n", box.Packets[^2]);
    }

    [Fact]
    public async Task A_change_right_after_login_does_not_disturb_the_questions_behind_it()
    {
        var box = new Box(clock)
        {
            Answers = typed =>
                typed.StartsWith("show ssh", StringComparison.Ordinal)
                    ? string.Concat(Enumerable.Repeat("10.1.0.1\n", 99))
                : typed.StartsWith("clear", StringComparison.Ordinal) || typed.Length == 0 ? ""
                : $"<{typed}>\n",
        };
        var session = await Session(box);

        var change = session.Apply(Bench.Name, ["clear crypto ipsec sa peer 192.0.2.77"], null, static () => true, Ct);
        Assert.True((await Drive(change)).Typed);

        Assert.Equal(["<show clock>\n"], (await AskAll(session, "show clock")).Select(answer => answer.Value));
    }

    [Fact]
    public async Task Whatever_stands_in_an_answer_and_however_it_is_split_each_line_gets_its_own()
    {
        var line = Gen.OneOf(
            "",
            "  Invalid SPI (np-sp-invalid-spi)  4",
            Prompt,
            Prompt.TrimEnd(),
            Prompt + "show run",
            "other# show version",
            "show version",
            "hq-fw1> ",
            "\u00e9nd"
        );
        var answer = line.List[0, 6].Where(lines => !EndsLikeAnAnswer(lines));
        await Gen.Select(
                answer.List[1, 6],
                Gen.Int[1, 400],
                Gen.OneOf("\r\n", "\r\r\n", "\n\r", "\r\n\r"),
                Gen.Int[1, 100]
            )
            .SampleAsync(
                async (answers, size, lineEnd, part) =>
                {
                    var box = new Box(clock)
                    {
                        LineEnd = lineEnd,
                        FragmentSize = size,
                        Answers = typed =>
                            typed.StartsWith("show ", StringComparison.Ordinal)
                            && int.TryParse(typed[5..], out var index)
                                ? string.Concat(answers[index].Select(text => text + "\n"))
                                : "",
                    };
                    var session = await Session(box, new SessionLimits { PartOfAnswer = part });

                    var read = await AskAll(session, [.. answers.Select((_, i) => $"show {i}")]);

                    Assert.Equal(
                        answers.Select(lines => string.Concat(lines.Select(text => text + "\n"))),
                        read.Select(one => one.Value)
                    );
                },
                iter: 200,
                threads: 1
            );
    }

    [Fact]
    public async Task A_long_answer_is_read_in_parts_as_it_comes()
    {
        var line = new string('x', 99) + "\n";
        var box = new Box(clock)
        {
            FragmentSize = 1000,
            Answers = typed => typed == "show many" ? string.Concat(Enumerable.Repeat(line, 100)) : "",
        };
        var session = await Session(box, new SessionLimits { PartOfAnswer = 2000 });
        var reader = new RawAnswer();

        var answer = await Drive(session.Ask(new Query<string>("show many", () => reader), Ct));

        Assert.Equal(100 * line.Length, answer.Value!.Length);
        Assert.InRange(reader.Parts.Count, 4, 6);
        Assert.All(reader.Parts, part => Assert.InRange(part, 0, 2000 + 1000));
    }

    [Fact]
    public async Task An_answer_that_comes_in_parts_is_cut_off_where_it_is_too_long_as_a_whole()
    {
        var box = new Box(clock)
        {
            FragmentSize = 1000,
            Answers = typed => typed == "show many" ? string.Concat(Enumerable.Repeat("0123456789\n", 10_000)) : "",
        };
        var session = await Session(box, new SessionLimits { PartOfAnswer = 2000, LongestAnswer = 64 * 1024 });

        var answer = await Drive(session.Ask(Bench.Text("show many"), Ct));

        Assert.StartsWith("connection lost: An answer was longer", answer.NotRead, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_breaks_in_a_part_breaks_for_the_one_who_asked()
    {
        var box = new Box(clock)
        {
            FragmentSize = 10,
            Answers = typed => typed == "show many" ? "0123456789\n0123456789\n" : $"<{typed}>\n",
        };
        var session = await Session(box, new SessionLimits { PartOfAnswer = 5 });

        var broken = session.Ask(new Query<string>("show many", () => throw new InvalidOperationException("ours")), Ct);
        var other = session.Ask(Bench.Text("show clock"), Ct);

        Assert.Equal("<show clock>\n", (await Drive(other)).Value);
        await Assert.ThrowsAsync<InvalidOperationException>(() => broken);
    }

    [Fact]
    public async Task Notices_between_and_in_answers_are_left_out()
    {
        const string notices =
            "\r\nBeginning configuration replication: Sending to mate.\r\n"
            + "End Configuration Replication to mate\r\n"
            + Prompt;
        var box = new Box(clock)
        {
            Answers = typed =>
                typed.Length == 0 ? ""
                : typed == "show mode" ? "a\nBeginning configuration replication: Sending to mate.\nb\n"
                : "x\n",
            BehindPrompt = typed => typed == "show clock" ? notices : "",
        };
        var session = await Session(box);

        var answers = await AskAll(session, "show clock", "show mode", "show version");

        Assert.Equal(["x\n", "a\nb\n", "x\n"], answers.Select(answer => answer.Value));
    }

    [Fact]
    public async Task A_notice_behind_the_last_answer_does_not_lose_it()
    {
        var box = new Box(clock)
        {
            Answers = typed => typed.Length == 0 ? "" : "x\n",
            BehindPrompt = typed =>
                typed == "show mode" ? "\r\nBeginning configuration replication: Sending to mate.\r\n" + Prompt : "",
        };
        var session = await Session(box);

        var answers = await AskAll(session, "show clock", "show mode");

        Assert.Equal(["x\n", "x\n"], answers.Select(answer => answer.Value));
    }

    [Fact]
    public async Task What_the_box_swallowed_is_asked_again_one_by_one()
    {
        var swallowing = false;
        var box = new Box(clock) { RoundTrip = 80 };
        box.Swallows = (typed, inPacket) => swallowing && inPacket > 1;
        var session = await Session(box);
        swallowing = true;

        var answers = await AskAll(session, "show clock", "show version", "show mode");
        var before = box.Packets.Count;
        var later = await AskAll(session, "show clock", "show mode");

        Assert.Equal(["<show clock>\n", "<show version>\n", "<show mode>\n"], answers.Select(answer => answer.Value));
        Assert.Equal(["<show clock>\n", "<show mode>\n"], later.Select(answer => answer.Value));
        Assert.Equal(["show clock\n", "show mode\n"], box.Packets.Skip(before));
        Assert.Null(session.Lost);
    }

    [Fact]
    public async Task A_box_that_has_taken_lines_typed_ahead_may_be_busy_for_a_while_between_two_of_them()
    {
        var box = new Box(clock) { RoundTrip = 80 };
        var session = await Session(box);
        box.Stalls = line => line == "show version" ? 4_000 : 0;

        var answers = await AskAll(session, "show clock", "show version", "show mode");
        var before = box.Packets.Count;
        await AskAll(session, "show clock", "show mode");

        Assert.Equal(["<show clock>\n", "<show version>\n", "<show mode>\n"], answers.Select(answer => answer.Value));
        Assert.Equal(["show clock\nshow mode\n\n\n"], box.Packets.Skip(before));
    }

    [Fact]
    public async Task A_line_that_an_eighty_column_box_would_scroll_is_typed_alone()
    {
        var box = new Box(clock);
        var session = await Session(box);
        var longest = "show " + new string('x', 79 - Prompt.Length - "show ".Length);

        await AskAll(session, longest, "show clock");
        Assert.Equal(longest + "\nshow clock\n\n\n", box.Packets[^1]);
        await AskAll(session, longest + "x");
        Assert.Equal(longest + "x\n", box.Packets[^1]);
    }

    [Fact]
    public async Task A_connection_that_goes_takes_all_of_them_with_it()
    {
        var box = new Box(clock)
        {
            Answers = typed =>
                typed == "show version" ? null
                : typed.Length == 0 ? ""
                : $"<{typed}>\n",
        };
        var session = await Session(box);

        var answers = await AskAll(session, "show clock", "show version", "show mode");

        Assert.Equal("<show clock>\n", answers[0].Value);
        Assert.All(
            answers.Skip(1),
            answer => Assert.StartsWith("connection lost", answer.NotRead, StringComparison.Ordinal)
        );
        Assert.NotNull(session.Lost);
    }

    [Fact]
    public async Task A_session_that_breaks_is_lost_and_leaves_nobody_waiting()
    {
        var box = new Box(clock);
        var session = await Session(box);
        box.Breaks = new InvalidOperationException("a bug of ours");

        await Assert.ThrowsAsync<InvalidOperationException>(() => Drive(session.Ask(Bench.Text("show clock"), Ct)));
        var later = await AskAll(session, "show version");

        Assert.StartsWith("connection lost", later[0].NotRead, StringComparison.Ordinal);
        Assert.NotNull(session.Lost);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Three prompts on end are how an answer ends: no text can be told from that which holds them.</summary>
    private static bool EndsLikeAnAnswer(IReadOnlyList<string> lines) =>
        lines.Zip(lines.Skip(1)).Any(pair => IsPrompt(pair.First) && IsPrompt(pair.Second))
        || (lines.Count > 0 && IsPrompt(lines[^1]));

    private static bool IsPrompt(string line) => line.TrimEnd() == Prompt.TrimEnd();

    private Task<T> Drive<T>(Task<T> work) => clock.Drive(work);

    private async Task<IReadOnlyList<SpiBot.Tunnels.Answer<string>>> AskAll(
        GatewaySession session,
        params IReadOnlyList<string> lines
    ) => await Drive(Task.WhenAll(lines.Select(line => session.Ask(Bench.Text(line), Ct)).ToList()));

    private async Task<GatewaySession> Session(Box box, SessionLimits? given = null)
    {
        var dialect = new AsaLike().Dialect;
        var limits = given ?? new SessionLimits();
        var shell = new Shell(box, dialect, limits, clock);
        box.Greet(Prompt);
        Assert.Equal(ShellStop.Done, await Drive(shell.Learn(Ct)));
        await Drive(shell.Prove(["terminal pager 0", "show ssh sessions"], Ct));
        Assert.True(shell.TakesTypeAhead);
        return Bench.SessionOf(shell, box, limits, clock, log);
    }
}
