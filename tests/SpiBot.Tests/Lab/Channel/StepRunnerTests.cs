using System.Text.Json;
using SpiBot.Lab.Channel;
using SpiBot.Lab.Cli;

namespace SpiBot.Tests.Lab.Channel;

public sealed class StepRunnerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_answered_when_the_final_report_is_there()
    {
        await using var it = await ChannelWithBot.Start(
            async (activity, bot) =>
            {
                var id = await bot.Send(activity, ChannelWithBot.Card("Checking", final: false));
                await bot.Update(activity, id, ChannelWithBot.Card("Diagnosis", final: true));
                return null;
            }
        );

        var result = await Run(it, "check 203.0.113.9");

        Assert.Null(result.Problem);
        Assert.Equal(["POST Checking", "PUT Diagnosis"], result.Said.Select(e => $"{e.Method} {e.Text}"));
    }

    [Fact]
    public async Task What_is_said_unasked_can_be_waited_for()
    {
        await using var it = await ChannelWithBot.Start(
            async (activity, bot) =>
            {
                await bot.Send(activity, ChannelWithBot.Card("Watching", final: true));
                await bot.Send(activity, ChannelWithBot.Card("A fault begins", final: false));
                await bot.Send(activity, ChannelWithBot.Card("Checking", final: false));
                return null;
            }
        );
        var runner = new StepRunner(it.Channel, it.Teams, TimeProvider.System);
        Assert.Null((await runner.Run(Step.Parse("watch acme")!, _ => { }, Ct)).Problem);

        var result = await runner.Run(Step.Parse("wait: a fault begins")!, _ => { }, Ct);

        Assert.Null(result.Problem);
        Assert.Null(Step.Parse("lead: wait: "));
    }

    [Fact]
    public async Task The_story_of_a_clear_goes_from_the_engineer_to_the_lead_and_each_button_carries_its_data()
    {
        await using var it = await ChannelWithBot.Start(
            async (activity, bot) =>
            {
                switch (Verb(activity))
                {
                    case null:
                        await bot.Send(
                            activity,
                            ChannelWithBot.Card("Diagnosis", final: true, ("Propose the clear", "propose"))
                        );
                        return null;
                    case "propose":
                        await bot.Send(activity, ChannelWithBot.Card("Approve?", final: true, ("Approve", "approve")));
                        return Message("Proposed.");
                    default:
                        await bot.Send(activity, ChannelWithBot.Card("It helped", final: true));
                        return Message("Approved.");
                }
            }
        );
        var runner = new StepRunner(it.Channel, it.Teams, TimeProvider.System);

        foreach (var text in (string[])["check 203.0.113.9", "press:propose the clear", "lead: press:Approve"])
            Assert.Null((await runner.Run(Step.Parse(text)!, _ => { }, Ct)).Problem);

        var approval = it.Activities[^1];
        Assert.Equal(Person.Lead.EntraObjectId, approval.Member("from")!.Value.Text("aadObjectId"));
        var action = approval.Member("value")!.Value.Member("action")!.Value;
        Assert.Equal("approve", action.Text("verb"));
        Assert.Equal("Approve?", action.Member("data")!.Value.Text("of"));
        Assert.Equal(
            ["POST", "POST", "invoke", "POST", "invoke"],
            it.Channel.Transcript.Snapshot().Select(entry => entry.Method)
        );
        Assert.All(it.TokensSeen, token => Assert.Equal("Bearer of-the-channel", token));
    }

    [Fact]
    public async Task An_error_answers_a_button_and_its_words_are_seen_by_who_pressed_only()
    {
        await using var it = await ChannelWithBot.Start(
            async (activity, bot) =>
            {
                if (Verb(activity) is not null)
                    return new
                    {
                        statusCode = 403,
                        type = "application/vnd.microsoft.error",
                        value = new { code = "NotALead", message = "Only a lead can approve this." },
                    };
                await bot.Send(activity, ChannelWithBot.Card("Approve?", final: true, ("Approve", "approve")));
                return null;
            }
        );
        var runner = new StepRunner(it.Channel, it.Teams, TimeProvider.System);

        await runner.Run(Step.Parse("clear peer 203.0.113.9")!, _ => { }, Ct);
        var result = await runner.Run(Step.Parse("press:Approve")!, _ => { }, Ct);

        Assert.Null(result.Problem);
        Assert.Equal("Only a lead can approve this.", Assert.Single(result.Said).Text);
        var message = it.Channel.Snapshot().Messages[^1];
        Assert.True(message.Views[Person.OnCallEngineer.Key].NoteIsError);
        Assert.False(message.Views.ContainsKey(Person.Lead.Key));
    }

    [Fact]
    public async Task A_button_that_no_card_has_is_a_problem_that_names_those_there_are()
    {
        await using var it = await ChannelWithBot.Start(
            async (activity, bot) =>
            {
                await bot.Send(activity, ChannelWithBot.Card("Diagnosis", final: true, ("Check again", "check")));
                return null;
            }
        );
        var runner = new StepRunner(it.Channel, it.Teams, TimeProvider.System);

        await runner.Run(Step.Parse("check 203.0.113.9")!, _ => { }, Ct);
        var result = await runner.Run(Step.Parse("press:Propose the clear")!, _ => { }, Ct);

        Assert.Equal("no card has a button [Propose the clear]; there are: [Check again]", result.Problem);
    }

    [Fact]
    public async Task A_bot_that_refuses_the_message_is_a_problem()
    {
        await using var it = await ChannelWithBot.Start((_, _) => Task.FromResult<object?>(null), botStatus: 401);

        var result = await Run(it, "check 203.0.113.9");

        Assert.Equal("SpiBot did not take this message: it answered HTTP 401.", result.Problem);
    }

    [Theory]
    [InlineData("check 203.0.113.9", "engineer", "check 203.0.113.9", null)]
    [InlineData("lead: press: Approve ", "lead", null, "Approve")]
    [InlineData("Lead:press:approve", "lead", null, "approve")]
    [InlineData("press:Propose the clear", "engineer", null, "Propose the clear")]
    [InlineData("lead: approvals", "lead", "approvals", null)]
    public void A_step_says_who_does_what(string text, string person, string? message, string? button)
    {
        var step = Step.Parse(text);

        Assert.Equal((person, message, button), (step?.Person.Key, step?.Message, step?.Button));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("lead: ")]
    [InlineData("lead: press:")]
    public void An_empty_step_is_none(string text) => Assert.Null(Step.Parse(text));

    private static Task<StepResult> Run(ChannelWithBot it, string step) =>
        new StepRunner(it.Channel, it.Teams, TimeProvider.System).Run(Step.Parse(step)!, _ => { }, Ct);

    private static string? Verb(JsonElement activity) => activity.Member("value")?.Member("action")?.Text("verb");

    private static object Message(string words) =>
        new
        {
            statusCode = 200,
            type = "application/vnd.microsoft.activity.message",
            value = words,
        };
}
