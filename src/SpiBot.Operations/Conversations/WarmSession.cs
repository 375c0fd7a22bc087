using Microsoft.Extensions.Logging;
using SpiBot.Gateways;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Operations.Conversations;

/// <summary>The one session with a gateway, opened when it is needed and kept while it is. Used by one worker only: not thread safe.</summary>
internal sealed class WarmSession(
    GatewayEntry gateway,
    IGatewayDoor door,
    ConversationOptions options,
    TimeProvider clock,
    ILogger log
)
{
    private IGatewaySession? session;
    private DateTimeOffset openedAt;

    public bool IsOpen => session is not null;

    /// <summary>The session, where it is open and can be used; none is opened for it.</summary>
    public IGatewaySession? Usable => session is { Lost: null } ? session : null;

    /// <summary>It is open for as long as an idle one would be kept.</summary>
    public bool IsOld => session is not null && clock.GetUtcNow() - openedAt >= options.ReleaseAfter;

    /// <summary>How often it was logged in.</summary>
    public int Logins { get; private set; }

    /// <summary>The open session, or a new one.</summary>
    public async Task<(IGatewaySession? Session, GatewayFailure? Failure)> Get(CancellationToken ct)
    {
        if (session is { Lost: null })
        {
            return (session, null);
        }

        await Release();
        (session, var failure) = await door.Open(gateway, ct);
        openedAt = clock.GetUtcNow();
        Logins += session is null ? 0 : 1;
        return (session, failure);
    }

    /// <summary>Closes the session properly, if there is one.</summary>
    public async Task Release()
    {
        if (session is not { } open)
        {
            return;
        }

        session = null;
        try
        {
            await open.DisposeAsync();
        }
        catch (Exception e)
        {
            log.LogWarning(e, "the session with {Gateway} did not close in order", gateway.Name);
        }
    }
}
