using Orleans.Runtime;
using SpiBot.Operations.Storage;

namespace SpiBot.Operations.Hosting;

/// <summary>
/// A grain whose write failed does not know what is in the store (a commit may have come through and its answer not): it is put away, and its next call
/// reads the store anew.
/// </summary>
internal sealed class DoubtfulGrains : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (StorageAwayException) when (context.TargetContext is { } grain)
        {
            grain.Deactivate(
                new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "the store was away during a call")
            );
            throw;
        }
    }
}
