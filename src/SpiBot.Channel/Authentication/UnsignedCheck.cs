using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SpiBot.Channel.Authentication;

/// <summary>
/// May a request without a token be answered (Agents Playground on a desk)? Only when everything says that it was made on this machine by a program that
/// somebody started: a browser page (Origin, a rebound Host) or a proxy (Forwarded) is refused.
/// </summary>
internal sealed class UnsignedCheck(IOptions<ChannelOptions> options, IHostEnvironment environment)
{
    private static readonly string[] Relayed = ["Forwarded", "X-Forwarded-", "X-Original-", "Via", "Origin"];

    /// <returns>Null when it may.</returns>
    public Refusal? Check(HttpRequest request)
    {
        if (!environment.IsDevelopment() || !options.Value.AllowUnsigned)
            return Refusal.Unauthorized("The request has no Authorization header.");
        if (!Loopback.IsAddress(request.HttpContext.Connection.RemoteIpAddress))
            return Refusal.Unauthorized("An unsigned request must come from this machine.");
        if (!Loopback.IsHost(request.Host.Host))
            return Refusal.Unauthorized("An unsigned request must be addressed to a loopback host.");
        if (!request.HasJsonContentType())
            return Refusal.Unauthorized("An unsigned request must be JSON.");
        if (request.Headers.Keys.Any(IsRelay))
            return Refusal.Unauthorized("An unsigned request must not come through a proxy or from a web page.");
        return null;
    }

    private static bool IsRelay(string header) =>
        Array.Exists(
            Relayed,
            name =>
                name.EndsWith('-')
                    ? header.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                    : string.Equals(header, name, StringComparison.OrdinalIgnoreCase)
        );
}
