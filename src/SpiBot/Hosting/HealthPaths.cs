using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SpiBot.Operations.Hosting;

namespace SpiBot.Hosting;

/// <summary>
/// What a platform's probes ask, and anybody may: <c>/health/live</c> answers as long as the process does, <c>/health/ready</c> names what is not ready. That is degraded and not
/// unhealthy (HTTP 200): people must still be told.
/// </summary>
internal static class HealthPaths
{
    public const string Live = "/health/live";
    public const string Ready = "/health/ready";

    public static void MapHealthPaths(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks(Live, new() { Predicate = _ => false });
        app.MapHealthChecks(Ready, new HealthCheckOptions { ResponseWriter = Write });
    }

    private static Task Write(HttpContext context, HealthReport report)
    {
        var notReady = report.Entries.Values.Select(entry => entry.Description).OfType<string>();
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(
            string.Join(": ", notReady.Prepend(report.Status.ToString())),
            context.RequestAborted
        );
    }

    /// <summary>What operations say of themselves.</summary>
    internal sealed class Check(IReadiness readiness) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context,
            CancellationToken cancellationToken = default
        ) =>
            await readiness.NotReady().WaitAsync(cancellationToken) is { Count: > 0 } names
                ? HealthCheckResult.Degraded(string.Join(", ", names))
                : HealthCheckResult.Healthy();
    }
}
