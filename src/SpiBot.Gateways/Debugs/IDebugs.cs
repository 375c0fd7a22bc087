using SpiBot.Gateways.Ssh;

namespace SpiBot.Gateways.Debugs;

/// <summary>What has to be seen on a gateway before crypto debug is switched on there. The lines themselves are those of <see cref="Changes.Change.Debug"/>.</summary>
public interface IDebugs
{
    /// <summary>Why not now, in a sentence: the gateway is busy, somebody else filters debug there, debug goes into its log, or it does not say. Null when it may.</summary>
    Task<string?> WhyNot(IGatewaySession session, CancellationToken ct);
}
