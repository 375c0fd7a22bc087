using Microsoft.Extensions.DependencyInjection;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;
using SpiBot.Tests.Operations;

namespace SpiBot.Tests.Conversation;

/// <summary>Reports as messages: a check and the plan that comes of it share one.</summary>
public sealed class ThreadReporterTests : OperationsTests
{
    private const string Exchange = "remediation/check-1-1";

    private readonly FakeConnector connector = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_a_plan_stands_its_check_has_nothing_more_to_say(bool itHasWaited)
    {
        await using var host = await OperationsHost.Start(
            new StorageOptions { Database = DatabaseFile },
            Clock,
            Network,
            alter: Posting.To(connector)
        );
        await Posting.Check(host, "check-1", CheckKind.ProposeClearPeer);
        await Eventually.Holds(() => connector.Updated.ContainsKey("message-1"));
        var plan = connector.Updated["message-1"];
        Assert.Contains("\"approve\"", plan);

        var reporter = host.Services.GetRequiredService<IReportToThread>();
        var late = new CheckStarted(Exchange, Posting.Order(CheckKind.ProposeClearPeer), ["hq-fw1"]);
        Assert.Null(
            itHasWaited
                ? await reporter.Send(Posting.There, await reporter.Write(Posting.There, late, Ct), Ct)
                : await reporter.Report(Posting.There, late, Ct)
        );
        Assert.Equal(plan, connector.Updated["message-1"]);
        Assert.Single(connector.Sent, card => card.Contains("Checking ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_was_called_reads_in_the_same_message_that_it_is_decided_and_nobody_is_told_who_was_not_called()
    {
        await using var host = await OperationsHost.Start(
            new StorageOptions { Database = DatabaseFile },
            Clock,
            Network,
            alter: Posting.To(connector)
        );
        await Posting.Check(host, "check-1", CheckKind.ProposeClearPeer);
        var message = await Posting.Arrived(connector, IsCall);
        var grain = host.Remediation("check-1-1");
        var view = (await grain.View(Ct))!;

        await grain.Deny(view.Digest, OperationsHost.Lead, "not now", Ct);

        await Eventually.Holds(() => connector.Updated.TryGetValue(message, out var card) && !IsCall(card));
        Assert.Contains("Nobody has to approve or deny it any more", connector.Updated[message]);
        var sent = connector.Sent.Count;
        var reporter = host.Services.GetRequiredService<IReportToThread>();
        var over = new AskingOver("remediation/check-1-1/asked/2", view);
        Assert.Null(await reporter.Report(Posting.There, over, Ct));
        // Nor later, when it had to wait behind something else.
        Assert.Null(await reporter.Send(Posting.There, await reporter.Write(Posting.There, over, Ct), Ct));
        Assert.Equal(sent, connector.Sent.Count);

        static bool IsCall(string card) => card.Contains("the buttons are on the plan", StringComparison.Ordinal);
    }
}
