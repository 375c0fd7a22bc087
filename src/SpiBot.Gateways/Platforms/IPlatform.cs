using System.Net;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Ssh;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms;

/// <summary>One kind of gateway: how its sessions behave, what is typed to read it, and the lines of a change.</summary>
public interface IPlatform
{
    /// <summary>As in the inventory: <c>cisco_asa</c>.</summary>
    string Id { get; }

    SessionDialect Dialect { get; }

    Task<GatewayReading> ReadBox(IGatewaySession session, string gateway, DateTimeOffset now, CancellationToken ct);

    Task<TunnelReading> ReadTunnel(
        IGatewaySession session,
        string gateway,
        IPAddress peer,
        DateTimeOffset now,
        CancellationToken ct
    );

    /// <summary>The exact lines to type for a change.</summary>
    IReadOnlyList<string> LinesFor(Change change);
}

/// <summary>How a shell of this kind behaves, as data: what a session needs to know to talk to it.</summary>
/// <param name="PromptFallback">A regular expression for a prompt, where the prompt could not be learned at login.</param>
/// <param name="PagerOff">The line that turns paging off for this session only.</param>
/// <param name="PagerMark">What the pager prints when it waits; answered with a blank.</param>
/// <param name="Enable">The line that asks for privilege; null where there is none.</param>
/// <param name="Exit">The line that closes the session properly.</param>
/// <param name="Refusals">Phrases at the start of a line that mean the command was refused.</param>
public sealed record SessionDialect(
    string PromptFallback,
    string? PagerOff,
    string? PagerMark,
    string? Enable,
    string Exit,
    IReadOnlyList<string> Refusals
);
