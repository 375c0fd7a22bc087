using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.Changes;

/// <summary>What an ASA's log tells of a line that may have been typed between 12:00:10 and 12:00:40.</summary>
public sealed class CommandTraceTests
{
    private const string Line = "clear crypto ipsec sa peer 198.51.100.1";
    private const string Settings =
        "Syslog logging: enabled\n    Buffer logging: level notifications, 812 messages logged\n";
    private const string Old =
        "Mar 01 2026 11:52:00: %ASA-4-402114: IPSEC: Received an ESP packet (SPI= 0x1, sequence number= 0x2) from 192.0.2.7 to 203.0.113.9 with an invalid SPI.\n";
    private const string Now =
        "Mar 01 2026 12:01:00: %ASA-5-111008: User 'spibot' executed the 'terminal pager 0' command.\n";

    private static readonly PerhapsTyped Asked = new(
        "spibot",
        "SN1",
        [Line],
        Plans.Noon.AddSeconds(10),
        Plans.Noon.AddSeconds(40)
    );

    private static string Executed(string at, string user = "spibot", string line = Line) =>
        $"Mar 01 2026 {at}: %ASA-5-111008: User '{user}' executed the '{line}' command.\n";

    private static GatewayReading Box(string clock = "12:01:01.000 UTC Sun Mar 1 2026", string serial = "SN1") =>
        Operations.Readings.Any.Box with
        {
            TakenAt = Plans.Noon.AddSeconds(61),
            Clock = Answer.Of(ShowClock.Read(clock).Value!),
            Unit = Answer.Of(new UnitIdentity("berlin-fw1", "9.16(4)", serial, TimeSpan.FromDays(3))),
        };

    private static TraceFound Judge(string log, GatewayReading? box = null, PerhapsTyped? asked = null) =>
        CommandTrace.Judge(asked ?? Asked, box ?? Box(), Answer.Of(ShowLogging.Executed.Read(log).Value!));

    [Theory]
    [InlineData("spibot")]
    [InlineData("enable_15")]
    public void A_line_of_ours_in_that_time_was_typed(string user)
    {
        var found = Judge(Settings + Old + Executed("12:00:25", user) + Now);
        Assert.Equal(TraceVerdict.Typed, found.Verdict);
        Assert.Equal(Plans.Noon.AddSeconds(25), found.At);
    }

    /// <summary>Where peers have no cool-down, the same line may have been typed for another plan seconds before.</summary>
    [Theory]
    [InlineData(true, TraceVerdict.NotTyped)]
    [InlineData(false, TraceVerdict.CannotTell)]
    public void A_line_of_another_plan_is_not_taken_for_this_ones(bool surely, TraceVerdict verdict)
    {
        var other = new TypedForAnother(Line, Plans.Noon.AddSeconds(9), surely);
        var log = Settings + Old + Executed("12:00:08") + Now;
        Assert.Equal(verdict, Judge(log, asked: Asked with { Others = [other] }).Verdict);
    }

    /// <summary>
    /// Clocks differ, are set, and are told late; a box that is busy carries a line out long after it came. So the same line of ours about that time proves no absence unless it is accounted for.
    /// </summary>
    [Theory]
    [InlineData("11:40:00", TraceVerdict.NotTyped)]
    [InlineData("11:52:00", TraceVerdict.CannotTell)]
    [InlineData("12:00:01", TraceVerdict.CannotTell)]
    [InlineData("12:00:25", TraceVerdict.Typed)]
    [InlineData("12:00:48", TraceVerdict.CannotTell)]
    public void The_same_line_near_that_time_may_be_this_one(string at, TraceVerdict verdict)
    {
        var old = Old.Replace("11:52", "11:30", StringComparison.Ordinal);
        Assert.Equal(verdict, Judge(Settings + old + Executed(at) + Now).Verdict);
    }

    /// <summary>The other plan's answer was journaled some seconds after its line was logged: its line is the nearer one, though it stands outside of the time in question.</summary>
    [Fact]
    public void A_line_of_another_plan_that_was_told_late_does_not_account_for_this_ones()
    {
        var other = new TypedForAnother(Line, Plans.Noon.AddSeconds(6), Surely: true);
        var log = Settings + Old + Executed("12:00:04") + Executed("12:00:10") + Now;
        var found = Judge(log, asked: Asked with { Others = [other] });
        Assert.Equal((TraceVerdict.Typed, Plans.Noon.AddSeconds(10)), (found.Verdict, found.At));
    }

    /// <summary>The buffer may have lost the other plan's line; then this one is ours.</summary>
    [Fact]
    public void Another_plan_accounts_for_a_line_only_where_the_log_goes_back_to_before_both()
    {
        var asked = Asked with { Others = [new TypedForAnother(Line, Plans.Noon.AddSeconds(9), Surely: true)] };
        var log = Settings + Executed("12:00:00", line: "show clock") + Executed("12:00:11") + Now;
        Assert.Equal(TraceVerdict.CannotTell, Judge(log, asked: asked).Verdict);
        Assert.Equal(TraceVerdict.NotTyped, Judge(Settings + Old + Executed("12:00:11") + Now, asked: asked).Verdict);
    }

    [Fact]
    public void A_log_that_goes_back_less_than_a_slow_box_took_proves_nothing()
    {
        var log = Settings + Executed("11:59:59", line: "show clock") + Now;
        Assert.Equal(TraceVerdict.NotTyped, Judge(log).Verdict);
        Assert.Equal(
            TraceVerdict.CannotTell,
            Judge(log, asked: Asked with { Late = TimeSpan.FromSeconds(10) }).Verdict
        );
    }

    [Fact]
    public void Of_two_lines_one_is_another_plans()
    {
        var other = new TypedForAnother(Line, Plans.Noon.AddSeconds(11), Surely: true);
        var log = Settings + Old + Executed("12:00:12") + Executed("12:00:15") + Now;
        var found = Judge(log, asked: Asked with { Others = [other] });
        Assert.Equal(TraceVerdict.Typed, found.Verdict);
        Assert.Equal(Plans.Noon.AddSeconds(15), found.At);
    }

    /// <summary>The box is an hour ahead, in a zone of its own.</summary>
    [Fact]
    public void Times_are_those_of_the_boxes_clock()
    {
        var box = Box("13:01:01.000 CET Sun Mar 1 2026");
        Assert.Equal(TraceVerdict.Typed, Judge(Settings + Executed("13:00:25"), box).Verdict);
        Assert.NotEqual(TraceVerdict.Typed, Judge(Settings + Executed("12:00:25"), box).Verdict);
    }

    [Fact]
    public void A_log_that_goes_back_and_has_it_not_proves_that_it_was_not() =>
        Assert.Equal(
            TraceVerdict.NotTyped,
            Judge(Settings + Old + Executed("11:55:00", line: "show clock") + Now).Verdict
        );

    [Fact]
    public void Of_several_lines_it_tells_which_were_typed_and_which_not()
    {
        var found = JudgeThree(Settings + Old + Executed("12:00:25") + Executed("12:00:26", line: "second") + Now);
        Assert.Equal((TraceVerdict.Typed, Plans.Noon.AddSeconds(25)), (found.Verdict, found.At));
        Assert.Equal([Line, "second"], found.Part?.Lines);
        Assert.Empty(found.Part!.Perhaps);
        Assert.EndsWith("It does not have \"third\": only a part was typed.", found.Words, StringComparison.Ordinal);
    }

    /// <summary>What a debug prints pushes its own first lines out of a small buffer.</summary>
    [Fact]
    public void What_is_typed_before_a_line_that_it_has_was_typed_too()
    {
        var all = JudgeThree(Settings + Executed("12:00:26", line: "third") + Now);
        Assert.Equal((TraceVerdict.Typed, null), (all.Verdict, all.Part));
        var part = JudgeThree(Settings + Executed("12:00:26", line: "second") + Now);
        Assert.Equal([Line, "second"], part.Part?.Lines);
        Assert.EndsWith("It does not have \"third\": only a part was typed.", part.Words, StringComparison.Ordinal);
    }

    /// <summary>Lines that went together are executed one after the other: right behind one of them the log is not at its end.</summary>
    [Theory]
    [InlineData("12:00:55", true)]
    [InlineData("12:00:57", false)]
    public void What_may_still_be_executed_is_not_said_not_to_have_been_typed(string at, bool isOver)
    {
        var found = JudgeThree(Settings + Old + Executed(at) + Now, until: Plans.Noon.AddSeconds(58));
        Assert.Equal([Line], found.Part?.Lines);
        Assert.Equal(isOver ? [] : ["second", "third"], found.Part!.Perhaps);
    }

    [Fact]
    public void Where_it_does_not_show_that_it_took_what_came_later_the_rest_is_not_known()
    {
        var found = JudgeThree(Settings + Old + Executed("12:00:25"));
        Assert.Equal(TraceVerdict.Typed, found.Verdict);
        Assert.Equal([Line], found.Part?.Lines);
        Assert.Equal(["second", "third"], found.Part?.Perhaps);
    }

    [Fact]
    public void All_of_the_second_way_is_all_of_it_and_it_is_said_which_way_it_was()
    {
        var asked = Asked with { Lines = ["clear ipsec sa peer 198.51.100.1"], Instead = [Line] };
        var found = CommandTrace.Judge(
            asked,
            Box(),
            Answer.Of(ShowLogging.Executed.Read(Settings + Old + Executed("12:00:25") + Now).Value!)
        );
        Assert.Equal(TraceVerdict.Typed, found.Verdict);
        Assert.Equal([Line], found.Part?.Lines);
        Assert.Empty(found.Part!.Perhaps);
    }

    private static TraceFound JudgeThree(string log, DateTimeOffset? until = null) =>
        CommandTrace.Judge(
            Asked with
            {
                Lines = [Line, "second", "third"],
                Until = until ?? Asked.Until,
            },
            Box(),
            Answer.Of(ShowLogging.Executed.Read(log).Value!)
        );

    public static TheoryData<string, string, string> Unclear =>
        new()
        {
            {
                "the buffer begins later",
                Settings + Executed("12:00:50", line: "terminal pager 0") + Now,
                "does not go back"
            },
            {
                "the level is too low",
                Settings.Replace("notifications", "warnings", StringComparison.Ordinal) + Old + Now,
                "wants level"
            },
            {
                "it is off",
                Settings.Replace("level notifications", "disabled", StringComparison.Ordinal) + Old,
                "keeps no log buffer"
            },
            { "somebody else typed it", Settings + Old + Executed("12:00:25", "bob") + Now, "typed by bob" },
            { "such messages are switched off", Settings + Old, "does not show that it keeps" },
            {
                "no times stand in it",
                Settings + $"%ASA-5-111008: User 'spibot' executed the '{Line}' command.\n",
                "does not say when"
            },
        };

    [Theory]
    [MemberData(nameof(Unclear))]
    public void What_is_unclear_is_said_to_be(string why, string log, string words)
    {
        var found = Judge(log);
        Assert.True(found.Verdict == TraceVerdict.CannotTell, why);
        Assert.Contains(words, found.Words);
    }

    [Fact]
    public void Another_units_log_proves_no_absence()
    {
        var found = Judge(Settings + Old + Now, Box(serial: "SN2"));
        Assert.Equal(TraceVerdict.CannotTell, found.Verdict);
        Assert.Contains("whether the unit that answers", found.Words);
    }

    [Fact]
    public void A_log_that_was_not_read_tells_nothing() =>
        Assert.Contains("refused", CommandTrace.Judge(Asked, Box(), Answer.NotRead<LoggedEvents>("refused")).Words);
}
