using System.Collections.Concurrent;
using System.Net;
using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Conversations;
using SpiBot.Operations.Threads;

namespace SpiBot.Tests.Operations;

/// <summary>What waits for its turn with one gateway, and who goes first.</summary>
public sealed class WaitingTests : OperationsTests
{
    private const string Berlin = "berlin-fw1";

    /// <summary>How much had been typed, or how often it was logged in, when each read began; none ends before the test lets it.</summary>
    private readonly ConcurrentQueue<int> before = [];
    private readonly TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task An_approved_change_goes_before_the_looks_that_wait_and_interrupts_none()
    {
        await using var host = await Start();
        var proposed = await Proposed(host);
        await HoldReads(host, () => Network.Berlin.Typed.Count);
        await Read(host, FakeNetwork.HqAddress);

        Assert.True((await ApproveAsLead(host, proposed)).Accepted);
        // As the approval does by itself, and twice types once: from here on it is surely in the queue.
        await host.Grains.GetGrain<IGatewayGrain>(Berlin).Apply(proposed.View.Plan.Id, Ct);
        held.SetResult();
        await host.Reporter.Remediation(RemediationState.Sent);

        // The one that had begun, the look right before the line was typed, and only then the one that waited.
        await Eventually.Holds(() => before.Count >= 3);
        Assert.Equal([0, 0, 1], before.Take(3));
    }

    [Fact]
    public async Task Whether_a_change_was_typed_is_asked_before_the_looks_that_wait()
    {
        await using var host = await Start();
        var proposed = await Proposed(host);
        await host.Reporter.Next<ApproversAsked>();
        var approval = new Press(OperationsHost.Lead, proposed.View.Digest, Shortcuts.Venue);
        await Abandon(host, proposed.View.Plan, approval, Claim);
        var logins = Network.Berlin.Opened;
        await HoldReads(host, () => Network.Berlin.Opened - logins);
        await Read(host, FakeNetwork.HqAddress);

        await host.Grains.GetGrain<IGatewayGrain>(Berlin).AskLog(proposed.View.Plan.Id, Ct);
        held.SetResult();

        // The one that had begun; the log's, for which a session of its own is opened; and only then, in that, the one that waited.
        await Eventually.Holds(() => before.Count >= 3);
        Assert.Equal([0, 1, 1], before.Take(3));
    }

    [Fact]
    public async Task Where_too_many_looks_wait_the_next_is_told_so_and_an_equal_one_joins()
    {
        await using var host = await Start("Conversations:MostWaiting=1");
        await HoldReads(host, () => Network.Berlin.Typed.Count);
        await Read(host, FakeNetwork.HqAddress);

        await host.Check("too-many", CheckKind.Inactive, Berlin);
        // One like that which waits takes no place.
        await host.Check("joins", CheckKind.Tunnel, Berlin, FakeNetwork.HqAddress);
        held.SetResult();

        var failed = await host.Reporter.Next<CheckFailed>();
        Assert.Equal((GatewayFailureKind.TooManyWaiting, CheckKind.Inactive), (failed.Failure.Kind, failed.Order.Kind));
        Assert.StartsWith("1 other looks at it wait", failed.Failure.CameBack, StringComparison.Ordinal);
        await host.Reporter.Next<TunnelSeenOnce>();
    }

    /// <summary>From one on that has begun when this returns.</summary>
    private async Task HoldReads(OperationsHost host, Func<int> count)
    {
        Network.Berlin.Gate = async ct =>
        {
            before.Enqueue(count());
            await held.Task.WaitAsync(ct);
        };
        await Read(host, FakeNetwork.ForeignPeer);
        await Eventually.Holds(() => before.Count == 1);
    }

    /// <summary>Is in the queue when this returns.</summary>
    private static Task Read(OperationsHost host, IPAddress peer) =>
        host.Grains.GetGrain<IGatewayGrain>(Berlin).Read(new ReadRequest("read", peer, Asker.Check, "nobody"), Ct);
}
