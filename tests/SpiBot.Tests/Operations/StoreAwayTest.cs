using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Storage;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Operations;

/// <summary>The store fails at moments that matter: nothing is typed that is not written down before, nothing is typed twice, nothing is lost.</summary>
public sealed class StoreAwayTest : OperationsTest
{
    // The journal of one story: 1 proposed, 2 asked, 3 approved, 4 claimed, 5 sent.
    private const long Approval = 3;
    private const long Claim = 4;

    private readonly StoreFault fault = new();

    [Fact]
    public async Task WhileItIsAwayNothingIsApprovedAndAfterwardsItGoesOn()
    {
        await using var host = await StartFailing();
        var proposed = await Proposed(host);
        var grain = host.Remediation(proposed.View.Plan.Id);
        fault.Away = true;
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<StorageAwayException>(() =>
                grain.Approve(proposed.View.Digest, OperationsHost.Lead, Ct)
            );
        }

        Assert.NotNull(host.Services.GetRequiredService<StoreWatch>().Away);
        Assert.Empty(Network.Berlin.Typed);
        fault.Away = false;
        await Back(host);
        Assert.True((await grain.Approve(proposed.View.Digest, OperationsHost.Lead, Ct)).Accepted);
        await host.Reporter.Remediation(RemediationState.Sent);
        Assert.Single(Network.Berlin.Typed);
    }

    [Fact]
    public async Task AnApprovalThatGotThroughWithoutAnAnswerIsCarriedOutWhenTheStoreIsBack()
    {
        await using var host = await StartFailing();
        var proposed = await Proposed(host);
        fault.LosesAnswerOf = Approval;
        await Assert.ThrowsAsync<StorageAwayException>(() =>
            host.Remediation(proposed.View.Plan.Id).Approve(proposed.View.Digest, OperationsHost.Lead, Ct)
        );
        Assert.Empty(Network.Berlin.Typed);
        fault.Away = false;
        await Back(host);
        await host.Reporter.Remediation(RemediationState.Sent);
        Assert.Single(Network.Berlin.Typed);
    }

    [Fact]
    public async Task WhatWasTypedJustBeforeItWentAwayIsWrittenDownWhenItIsBack()
    {
        await using var host = await StartFailing();
        var proposed = await Proposed(host);
        fault.AwayWhen = () => !Network.Berlin.Typed.IsEmpty;
        Assert.True(
            (
                await host.Remediation(proposed.View.Plan.Id).Approve(proposed.View.Digest, OperationsHost.Lead, Ct)
            ).Accepted
        );
        await Eventually.Holds(() => host.Services.GetRequiredService<StoreWatch>().Away is not null);
        fault.AwayWhen = null;
        // Later than the claim lasts: what is known of the line counts, and not the time.
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Back(host);
        await host.Reporter.Remediation(RemediationState.Sent);
        var verified = await LookUntilVerified(host);
        Assert.Equal(OutcomeVerdict.Helped, verified.View.Outcome!.Verdict);
        Assert.Single(Network.Berlin.Typed);
    }

    [Fact]
    public async Task AClaimThatGotThroughWithoutAnAnswerIsWaitedOutAndNothingIsTyped()
    {
        await using var host = await StartFailing();
        var proposed = await Proposed(host);
        var id = proposed.View.Plan.Id;
        fault.LosesAnswerOf = Claim;
        Assert.True((await host.Remediation(id).Approve(proposed.View.Digest, OperationsHost.Lead, Ct)).Accepted);
        await Eventually.Holds(() => host.Services.GetRequiredService<StoreWatch>().Away is not null);
        fault.Away = false;
        await Back(host);
        // From when the claim is seen again, all of its time is waited out.
        var ended = host.Reporter.Remediation(RemediationState.Failed);
        while (!ended.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Ct));
        }

        Assert.Contains("The log of berlin-fw1 goes back to before", (await ended).View.Note);
        Assert.Empty(Network.Berlin.Typed);
    }

    /// <summary>The journal of a plan for both ends: 1 proposed, 2 asked, 3 and 4 approved, 5 claimed, 6 sent, 7 continued, which is where it fails.</summary>
    [Fact]
    public async Task BetweenTwoStepsTheSecondIsTypedOnlyOnceTheStoreIsBack()
    {
        Network.ClearsNeeded = 2;
        await using var host = await StartFailing();
        await host.Check("check-1", CheckKind.ProposeBothEnds, "berlin-fw1", FakeNetwork.HqAddress);
        var view = (await host.Reporter.Remediation(RemediationState.Proposed)).View;
        var grain = host.Remediation(view.Plan.Id);
        Assert.True((await grain.Approve(view.Digest, OperationsHost.Lead, Ct)).Accepted);
        Assert.True((await grain.Approve(view.Digest, OperationsHost.OtherLead, Ct)).Accepted);
        await host.Reporter.Remediation(RemediationState.Sent);
        fault.Away = true;
        while (host.Services.GetRequiredService<StoreWatch>().Away is null)
        {
            Clock.Advance(TimeSpan.FromSeconds(3));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct);
        }

        // Whoever speaks or presses is told; the second end is left alone however long it lasts.
        await Assert.ThrowsAsync<StorageAwayException>(() => host.Check("check-2", CheckKind.Inactive, "berlin-fw1"));
        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty(Network.Hq.Typed);

        fault.Away = false;
        await Back(host);
        var verified = await LookUntilVerified(host, secondsAtATime: 3);
        Assert.Equal(OutcomeVerdict.Helped, verified.View.Outcome!.Verdict);
        Assert.Single(Network.Berlin.Typed);
        Assert.Single(Network.Hq.Typed);
    }

    internal static Task Back(OperationsHost host) =>
        Eventually.Holds(() => host.Services.GetRequiredService<StoreWatch>().Away is null);

    private Task<OperationsHost> StartFailing() =>
        OperationsHost.Start(
            new StorageOptions { Database = DatabaseFile },
            Clock,
            Network,
            alter: services =>
                services.AddKeyedSingleton<Database>(
                    OperationsHosting.UnwatchedStore,
                    (s, _) =>
                        new FailingDatabase(Database.Of(s.GetRequiredService<IOptions<StorageOptions>>().Value), fault)
                ),
            mayLogErrors: true
        );
}
