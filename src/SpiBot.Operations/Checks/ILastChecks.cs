using SpiBot.Gateways.Changes;

namespace SpiBot.Operations.Checks;

/// <summary>Which check a word in a thread may be about.</summary>
public interface ILastChecks
{
    /// <returns>The id of the last check of a tunnel that was asked for there since a time; null when there was none.</returns>
    Task<string?> OfTunnel(Venue venue, DateTimeOffset since, CancellationToken ct);
}
