using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace SpiBot.Channel.Connector;

/// <summary>
/// What is tried again: 412, 429, 502, 503, 504 (as "Optimize your bot with rate limiting" lists them) and a connection that was never made.
/// A request that was sent and not answered is not: it may have become a message.
/// </summary>
internal static class ConnectorRetries
{
    public const int Most = 5;

    /// <summary>A channel that asks for more patience than this is an error to report, not to wait out.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    public static ResiliencePipeline<HttpResponseMessage> Build(TimeProvider time, ILogger log) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions<HttpResponseMessage>
                {
                    MaxRetryAttempts = Most,
                    BackoffType = DelayBackoffType.Exponential,
                    Delay = TimeSpan.FromSeconds(1),
                    MaxDelay = TimeSpan.FromSeconds(20),
                    UseJitter = true,
                    ShouldHandle = attempt => ValueTask.FromResult(IsWorthIt(attempt.Outcome, time)),
                    DelayGenerator = attempt => ValueTask.FromResult(RetryAfter(attempt.Outcome.Result, time)),
                    OnRetry = attempt =>
                    {
                        log.LogWarning(
                            "The channel answered {Status}; trying again in {Seconds:0.0} s",
                            (int?)attempt.Outcome.Result?.StatusCode,
                            attempt.RetryDelay.TotalSeconds
                        );
                        return ValueTask.CompletedTask;
                    },
                }
            )
            .Build();

    private static bool IsWorthIt(Outcome<HttpResponseMessage> outcome, TimeProvider time) =>
        outcome switch
        {
            { Exception: HttpRequestException e } => e.HttpRequestError
                is HttpRequestError.ConnectionError
                    or HttpRequestError.NameResolutionError,
            { Result: { } response } => response.StatusCode
                is HttpStatusCode.PreconditionFailed
                    or HttpStatusCode.TooManyRequests
                    or HttpStatusCode.BadGateway
                    or HttpStatusCode.ServiceUnavailable
                    or HttpStatusCode.GatewayTimeout
                && !(RetryAfter(response, time) > LongestWait),
            _ => false,
        };

    /// <returns>Null when the channel names no time: the backoff decides.</returns>
    private static TimeSpan? RetryAfter(HttpResponseMessage? response, TimeProvider time)
    {
        var named = response?.Headers.RetryAfter;
        var wait = named?.Delta ?? named?.Date - time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
