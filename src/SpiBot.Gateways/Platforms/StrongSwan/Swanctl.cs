using System.Globalization;
using SpiBot.Gateways.Changes;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.StrongSwan;

/// <summary>How <c>swanctl</c> is typed on one host: as root or by <c>sudo -n</c>, which never asks; to the usual socket, or to another.</summary>
internal sealed record Swanctl(bool Sudo, string? Uri)
{
    /// <summary>An initiation that has not succeeded by then is told as failed; charon goes on with it.</summary>
    private const int InitiateSeconds = 10;

    public Query<StrongSwanSas> Sas => new(Line(SwanctlListSas.Command), SwanctlListSas.ReadLive);

    public Query<DaemonStats> Stats => new(Line(SwanctlStats.Command), SwanctlStats.Read);

    public Query<string> Version => new(Line(SwanctlVersion.Command), SwanctlVersion.Read);

    /// <summary>
    /// Without <c>--force</c> the end of an IKE SA waits for the other end's answer; one that has forgotten the SA gives none. By number: a connection's name may stand for
    /// the SAs of many peers. The log of the negotiation is left out, so that the last word is among the first lines.
    /// </summary>
    public IReadOnlyList<string> Lines(Change.Reinitiate change) =>
        [
            .. change.IkeIds.Select(id =>
                Line($"swanctl --terminate --ike-id {id.ToString(CultureInfo.InvariantCulture)} --force --loglevel -1")
            ),
            .. change.Children.Select(child =>
                Line(
                    $"swanctl --initiate --child {child} --ike {change.Connection} --timeout {InitiateSeconds} --loglevel -1"
                )
            ),
        ];

    private string Line(string command) => $"{(Sudo ? "sudo -n " : "")}{command}{(Uri is null ? "" : $" --uri {Uri}")}";
}
