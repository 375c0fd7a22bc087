using Microsoft.Extensions.Diagnostics.HealthChecks;
using SpiBot.Operations.Hosting;

namespace SpiBot.Hosting;

/// <summary>Whether the store answers. Degraded and not unhealthy: people must still be told.</summary>
internal sealed class StoreHealth(StoreWatch store) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            store.Away is { } away ? HealthCheckResult.Degraded(away.Message) : HealthCheckResult.Healthy()
        );
}
