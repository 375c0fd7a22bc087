using Microsoft.Extensions.Diagnostics.HealthChecks;
using SpiBot.Operations.Duties;
using SpiBot.Operations.Storage;

namespace SpiBot.Hosting;

/// <summary>Whether something of SpiBot's stands on a gateway that should be gone. Degraded and not unhealthy: SpiBot is still the one who takes it away.</summary>
internal sealed class DutyHealth(IOpenDuties duties) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            var late = (await duties.Open(cancellationToken)).Where(view => view.LateSince is not null).ToList();
            return late.Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded(
                    string.Join("; ", late.Select(view => $"{view.What} still stands on {view.Gateway}"))
                );
        }
        catch (StorageAwayException away)
        {
            return HealthCheckResult.Degraded(away.Message);
        }
    }
}
