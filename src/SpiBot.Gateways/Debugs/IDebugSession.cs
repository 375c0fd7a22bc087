using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Gateways.Debugs;

/// <summary>
/// A session of its own for debug: its lines come at any moment, between an answer and its prompt too, so nothing that has to be understood is asked in it.
/// Lines are typed without waiting for their prompts, and what the gateway says is taken as it comes.
/// </summary>
public interface IDebugSession : IGatewaySession
{
    /// <summary>Types the authorised lines, if the authorization holds at the moment their bytes are written, and listens for a moment: a refusal shows in what comes.</summary>
    Task<ChangeAnswer> Begin(ChangeAuthorization authorization, CancellationToken ct);

    /// <summary>Listens for so long, or until more than <paramref name="mostBytes"/> came. Cancelled, it gives what it has heard.</summary>
    Task<Heard> Listen(TimeSpan time, int mostBytes, CancellationToken ct);

    /// <summary>Types the lines that end it, without waiting for prompts, and listens until the gateway is quiet. What the gateway says is not looked at: whether it is gone is read in another session.</summary>
    Task End(DutyAuthorization authorization, CancellationToken ct);
}
