using Microsoft.Extensions.Logging;
using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Debugs;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Pasted;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Ssh;
using SpiBot.Operations.Conversations;
using SpiBot.Operations.Duties;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Remediations;
using SpiBot.Tunnels;

namespace SpiBot.Operations.Debugs;

/// <summary>What became of the lines. <see cref="Listen"/>: returns at once; does nothing where debug is not on.</summary>
internal sealed record DebugBegun(ChangeAnswer Answer, Action Listen);

/// <summary>
/// Carries out an approved and claimed debug: in a session of its own, under a duty that was written down before, for a bounded time and size. The gateway's
/// other session stays free meanwhile, and takes away what is left.
/// </summary>
internal sealed class Debugging(
    GatewayEntry gateway,
    IPlatform platform,
    IGatewayDoor door,
    DutyDesk desk,
    IGrainFactory grains,
    SurelyTold surely,
    DebugOptions options,
    TimeProvider clock,
    ILogger log
)
{
    /// <summary>Beside the listening: connecting and ending.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    private Task listening = Task.CompletedTask;

    /// <summary>Ends when the debug that is on, if one is, has been ended and told of.</summary>
    public Task Done => listening;

    /// <summary>What is said where the platform has no debug that SpiBot knows.</summary>
    public static string NotOn(GatewayEntry gateway, IPlatform platform) =>
        $"SpiBot does not debug on a {gateway.Platform}. {platform.InsteadOfDebug}";

    /// <summary>Why it may not be switched on now, in a sentence, as the gateway's other session shows it; null when it may.</summary>
    public async Task<string?> WhyNot(IGatewaySession session, CancellationToken ct) =>
        !listening.IsCompleted ? $"SpiBot debugs on {gateway.Name} already."
        : platform.Debugs is not { } debugs ? NotOn(gateway, platform)
        : await debugs.WhyNot(session, ct);

    /// <summary>
    /// Opens the session, takes the duty, looks at the gateway once more, and types. Listening goes on behind this call's back: whoever talks with the gateway is not kept.
    /// </summary>
    /// <param name="record">Claimed.</param>
    /// <param name="authorize">Makes the authorization out of the claim and the duty; null: its time is over.</param>
    /// <param name="other">The gateway's session for everything else.</param>
    /// <param name="serial">Of the unit that was just read.</param>
    /// <returns>What became of the lines, and how to begin to listen once that is written down.</returns>
    public async Task<DebugBegun> Begin(
        RemediationRecord record,
        Func<Duty, ChangeAuthorization?> authorize,
        IGatewaySession other,
        string? serial,
        CancellationToken stop
    )
    {
        var plan = record.Remediation.Plan;
        var debug = (Change.Debug)plan.Change;
        var (opened, failure) = await door.Open(gateway, stop);
        if (opened is not IDebugSession session)
        {
            return NotTyped(failure ?? NoSuchSession());
        }

        Duty? duty = null;
        var handedOn = false;
        try
        {
            var wish = new DutyWish(
                gateway,
                new Leftover.Debug(debug.Peer),
                plan.Lines,
                options.Lasts + Slack,
                serial,
                $"the debug of {debug.Peer} that {record.Remediation.ApprovedBy?.Name} approved"
            );
            duty = await desk.Take(wish, record.Thread, stop);
            if (duty is null)
            {
                return NotTyped("That it has to be ended again could not be written down.");
            }

            // Somebody may have begun to debug while this session was opened.
            if (await WhyNot(other, stop) is { } meanwhile)
            {
                return NotTyped(meanwhile);
            }

            if (authorize(duty) is not { } authorization)
            {
                return NotTyped("Opening a session for it took longer than a claim lasts.");
            }

            // From here on it comes to its end, even when SpiBot is being stopped.
            var from = clock.GetUtcNow();
            var answer = await session.Begin(authorization, CancellationToken.None);
            handedOn = answer is { Typed: true, Refusal: null, Failure: null };
            return new DebugBegun(
                answer,
                handedOn
                    ? () => listening = Task.Run(() => Listen(plan, session, duty, from, stop), CancellationToken.None)
                    : static () => { }
            );
        }
        finally
        {
            if (!handedOn)
            {
                await Close(session, duty);
            }
        }
    }

    private async Task Listen(
        RemediationPlan plan,
        IDebugSession session,
        Duty duty,
        DateTimeOffset from,
        CancellationToken stop
    )
    {
        var heard = new Heard("", TooMuch: false);
        string? broke;
        try
        {
            heard = await session.Listen(options.Lasts, options.MostBytes, stop);
            broke = session.Lost?.CameBack;
        }
        catch (Exception e)
        {
            log.LogError(e, "listening to the debug on {Gateway} broke", gateway.Name);
            broke = $"Something in SpiBot broke ({e.GetType().Name}): its log says what.";
        }

        var to = clock.GetUtcNow();
        await Close(session, duty);
        try
        {
            var text = SecretMask.Of(Echoes.Without(heard.Text, plan.Lines));
            var told = new DebugHeard(from, to, DebugExplanations.Read(text), text, heard.TooMuch, broke);
            await surely.Tell(
                $"telling what the debug on {gateway.Name} heard",
                () => grains.GetGrain<IRemediationGrain>(plan.Id).Debugged(told, CancellationToken.None)
            );
        }
        catch (Exception e)
        {
            log.LogError(e, "what the debug on {Gateway} told could not be said", gateway.Name);
        }
    }

    /// <summary>Ends it in its own session, whose lines would otherwise come unfiltered once the condition is gone; then the duty takes the condition away and looks.</summary>
    private async Task Close(IDebugSession session, Duty? duty)
    {
        try
        {
            // Somebody may have added a condition of theirs since: only ours is taken.
            if (duty?.AuthorizeRemoval(Whereabouts.BesideOthers) is { } ending && session.Lost is null)
            {
                await session.End(ending, CancellationToken.None);
            }

            await session.DisposeAsync();
        }
        catch (Exception e)
        {
            log.LogWarning(e, "the session for debug on {Gateway} did not close in order", gateway.Name);
        }

        try
        {
            if (duty is not null)
            {
                await desk.Release(duty.Task.Id, CancellationToken.None);
            }
        }
        catch (Exception e)
        {
            // Its deadline comes.
            log.LogWarning(e, "{Duty} could not be released", duty!.Task.Id);
        }
    }

    private GatewayFailure NoSuchSession() => NotTypedBecause("Its sessions cannot listen to debug.");

    private DebugBegun NotTyped(string because) => NotTyped(NotTypedBecause(because));

    private static DebugBegun NotTyped(GatewayFailure failure) =>
        new(new ChangeAnswer(Typed: false, "", Refusal: null, failure), static () => { });

    private GatewayFailure NotTypedBecause(string because) =>
        new(
            gateway.Name,
            GatewayFailureKind.NotTyped,
            $"Switching on debug on {gateway.Name}.",
            because,
            "Propose it anew when that is over."
        );
}
