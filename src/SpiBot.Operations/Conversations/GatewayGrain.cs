using SpiBot.Operations.Traces;

namespace SpiBot.Operations.Conversations;

/// <summary>The one place in the cluster that is responsible for a gateway; what it is asked is done by this silo's conversations.</summary>
internal sealed class GatewayGrain(GatewayConversations conversations) : Grain, IGatewayGrain
{
    public Task Read(ReadRequest request, CancellationToken ct)
    {
        conversations.With(this.GetPrimaryKeyString()).Read(request);
        return Task.CompletedTask;
    }

    public Task Apply(string remediationId, CancellationToken ct)
    {
        conversations.With(this.GetPrimaryKeyString()).Apply(remediationId);
        return Task.CompletedTask;
    }

    public Task AskLog(string remediationId, CancellationToken ct)
    {
        conversations.With(this.GetPrimaryKeyString()).AskLog(remediationId);
        return Task.CompletedTask;
    }

    public Task SetTrace(TraceRequest request, CancellationToken ct)
    {
        conversations.With(this.GetPrimaryKeyString()).SetTrace(request);
        return Task.CompletedTask;
    }

    public Task ReadTrace(TraceRequest request, TraceStanding standing, CancellationToken ct)
    {
        conversations.With(this.GetPrimaryKeyString()).ReadTrace(request, standing);
        return Task.CompletedTask;
    }

    public Task Remove(string dutyId, CancellationToken ct)
    {
        conversations.With(this.GetPrimaryKeyString()).Remove(dutyId);
        return Task.CompletedTask;
    }
}
