using Microsoft.Extensions.DependencyInjection;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Operations;

/// <summary>Between two starts of SpiBot somebody takes a gateway out of the inventory: what was open about it comes to an end that is told.</summary>
public sealed class GatewayGoneTests : OperationsTests
{
    [Fact]
    public async Task What_is_approved_then_is_not_typed_and_says_why()
    {
        RemediationChanged proposed;
        await using (var before = await Start())
        {
            proposed = await Proposed(before);
        }

        await using var host = await StartWith(FakeNetwork.HqEntry);
        Assert.True((await ApproveAsLead(host, proposed)).Accepted);

        var failed = await host.Reporter.Remediation(RemediationState.Failed);
        Assert.Equal(
            "berlin-fw1 is not in the inventory any more: SpiBot cannot log in to it. Nothing was sent.",
            failed.View.Note
        );
        Assert.Empty(Network.Berlin.Typed);
    }

    [Fact]
    public async Task Whether_it_was_typed_a_person_is_asked()
    {
        await using (var before = await Start())
        {
            var proposed = (await Proposed(before)).View;
            var approval = new Press(OperationsHost.Lead, proposed.Digest, Shortcuts.Venue);
            await Abandon(before, proposed.Plan, approval, Claim);
        }

        await using var host = await StartWith(FakeNetwork.HqEntry);
        Clock.Advance(WaitedOut);

        var asked = await host.Reporter.Remediation(RemediationState.Doubtful);
        Assert.Contains("cannot be told: berlin-fw1 is not in the inventory any more", asked.View.Note);
    }

    [Fact]
    public async Task Where_nobody_can_look_from_whether_it_helped_cannot_be_told()
    {
        await using (var before = await Start())
        {
            await ApproveAsLead(before, await Proposed(before));
            await before.Reporter.Remediation(RemediationState.Sent);
        }

        await using var host = await StartWith(FakeNetwork.BerlinEntry);

        var verified = await host.Reporter.Remediation(RemediationState.Verified);
        Assert.Equal(OutcomeVerdict.CannotTell, verified.View.Outcome!.Verdict);
        Assert.Contains("hq-fw1 is not in the inventory any more", verified.View.Outcome.Words);
    }

    private Task<OperationsHost> StartWith(GatewayEntry left) =>
        OperationsHost.Start(
            new StorageOptions { Database = DatabaseFile },
            Clock,
            Network,
            alter: services =>
                services.AddSingleton(
                    new GatewayInventory(
                        [left],
                        [OperationsHost.Lead.EntraId, OperationsHost.OtherLead.EntraId],
                        Network.Roles
                    )
                )
        );
}
