using System.Net;
using SpiBot.Gateways;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Conversations;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Checks;

/// <summary>
/// One look at a gateway and, when the peer is ours too, at the other end at the same time. Asks the gateways, collects what arrives,
/// and knows when both are in. Lives in one grain: not thread safe.
/// </summary>
internal sealed class BothEnds
{
    private readonly ReadRequest request;
    private readonly GatewayEntry viewpoint;
    private readonly OtherEnd? other;
    private readonly string? theirPlatform;
    private ReadOutcome? ours;
    private ReadOutcome? theirs;
    private readonly List<TunnelReading> elsewhere = [];

    /// <summary>More of our gateways with the same peer tell nothing more that is worth asking them all.</summary>
    private const int MostElsewhere = 2;

    private BothEnds(ReadRequest request, GatewayEntry viewpoint, OtherEnd? other, string? theirPlatform) =>
        (this.request, this.viewpoint, this.other, this.theirPlatform) = (request, viewpoint, other, theirPlatform);

    public bool BothAreIn => ours is not null && (other?.Gateway is null || theirs is not null);

    public ReadOutcome Ours => ours!;

    /// <summary>Null when there is no other end that could be asked.</summary>
    public ReadOutcome? Theirs => theirs;

    public IReadOnlyList<GatewayFailure> Failures =>
        [.. new[] { ours?.Failure, theirs?.Failure }.OfType<GatewayFailure>()];

    /// <summary>Which gateways a look at this tunnel asks.</summary>
    public static IReadOnlyList<string> Asked(GatewayInventory inventory, GatewayEntry viewpoint, IPAddress? peer) =>
        peer is not null && OtherEnd.Of(inventory, viewpoint, peer).Gateway is { } also
            ? [viewpoint.Name, also]
            : [viewpoint.Name];

    /// <param name="elsewhere">Of these other gateways of ours those that have the same peer, which is not ours, are asked too. Nobody waits for them: what has come when both ends are in is used.</param>
    public static async Task<BothEnds> Look(
        IGrainFactory grains,
        GatewayInventory inventory,
        GatewayEntry viewpoint,
        IPAddress? peer,
        ReadRequest request,
        IReadOnlyList<string> elsewhere,
        CancellationToken ct
    )
    {
        var across = peer is null ? null : OtherEnd.Of(inventory, viewpoint, peer);
        var platform =
            across?.Gateway is { } ours ? inventory.Find(ours)?.Platform
            : peer is not null ? viewpoint.PeerPlatforms.GetValueOrDefault(peer)
            : null;
        var ends = new BothEnds(request with { Peer = peer }, viewpoint, across, platform);
        var others =
            peer is not null && across?.Gateway is null
                ? inventory.Knowing(peer).Where(entry => elsewhere.Contains(entry.Name)).Take(MostElsewhere)
                : [];
        var askedElsewhere = others.Select(entry =>
            grains
                .GetGrain<IGatewayGrain>(entry.Name)
                .Read(request with { RequestId = ends.ElsewhereRequests + entry.Name, Peer = peer }, ct)
        );
        await Task.WhenAll([ends.AskMissing(grains, ct), .. askedElsewhere]);
        return ends;
    }

    /// <summary>Asks each end that has not answered: also once more, where whoever was to read it may be gone. What comes twice is taken once.</summary>
    public Task AskMissing(IGrainFactory grains, CancellationToken ct) =>
        Task.WhenAll(
            ours is null
                ? grains.GetGrain<IGatewayGrain>(viewpoint.Name).Read(request with { RequestId = OurRequest }, ct)
                : Task.CompletedTask,
            theirs is null && other?.Gateway is { } across
                ? grains
                    .GetGrain<IGatewayGrain>(across)
                    .Read(request with { RequestId = TheirRequest, Peer = other.Peer }, ct)
                : Task.CompletedTask
        );

    /// <returns>False when this outcome is not of one of the two ends, was not asked for by this look, or came before.</returns>
    public bool Take(string requestId, ReadOutcome outcome)
    {
        if (requestId == OurRequest && ours is null)
        {
            ours = outcome;
            return true;
        }

        if (requestId == TheirRequest && theirs is null && other?.Gateway is not null)
        {
            theirs = outcome;
            return true;
        }

        if (requestId.StartsWith(ElsewhereRequests, StringComparison.Ordinal) && outcome.Tunnel is { } reading)
        {
            elsewhere.Add(reading);
        }

        return false;
    }

    /// <summary>What this look tells, with what an earlier one told. Null when our own end was not read.</summary>
    public TunnelEvidence? Evidence(BothEnds? earlier)
    {
        if (ours?.Tunnel is not { } latest)
        {
            return null;
        }

        var end = new TunnelEnd(earlier?.ours?.Tunnel, latest);
        var evidence = theirs?.Tunnel is { } across
            ? new TunnelEvidence(end, new TunnelEnd(earlier?.theirs?.Tunnel, across), TheirsMissing: null)
            : new TunnelEvidence(end, Theirs: null, TheirsMissing: Missing());
        return evidence with
        {
            Elsewhere = [.. earlier?.elsewhere ?? [], .. elsewhere],
            TheirPlatform = theirPlatform,
            PeerIsListed = viewpoint.Peers.Values.Contains(latest.Peer),
        };
    }

    private string OurRequest => request.RequestId + "/ours";

    private string TheirRequest => request.RequestId + "/theirs";

    private string ElsewhereRequests => request.RequestId + "/elsewhere/";

    private string Missing() =>
        theirs?.Failure is { } failure
            ? $"{failure.Gateway} could not be read: {failure.CameBack}"
            : other?.Missing ?? "the other end was not asked.";
}
