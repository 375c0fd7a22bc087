using SpiBot.Lab.Firewalls;

namespace SpiBot.EndToEnd.Faults;

/// <summary>What is asked for in a story.</summary>
/// <param name="Says">What the engineer types.</param>
/// <param name="Asks">How the title of its plan begins.</param>
/// <param name="Types">Whether a line on a console is of it.</param>
internal sealed record Wish(string Says, string Asks, Func<TypedLine, bool> Types)
{
    /// <summary>Of a counter at zero nothing is to be cleared.</summary>
    private const long SomeDrops = 17;

    /// <summary>The ends of the tunnel that is ours on both sides, each with the peer that it has there.</summary>
    private static readonly (string Gateway, string Peer)[] Ends =
    [
        ("hq-fw1", "203.0.113.9"),
        ("berlin-fw1", "198.51.100.1"),
    ];

    /// <summary>How many leads have to approve.</summary>
    public int Leads { get; init; } = 1;

    /// <summary>What one lead who approves alone gives as the reason; null: nobody does.</summary>
    public string? AloneBecause { get; init; }

    /// <summary>What has to be there before it can be asked for.</summary>
    public Func<FaultyLab, Task> Prepares { get; init; } = _ => Task.CompletedTask;

    public static Wish ClearPeer(string gateway, string peer) =>
        new(
            $"clear peer {peer} on {gateway}",
            $"Approve? Clear the SAs with {peer} on {gateway}",
            Beginning("clear ", gateway, peer)
        );

    public static Wish Debug(string gateway, string peer) =>
        new(
            $"debug peer {peer} on {gateway}",
            $"Approve? Debug the negotiations with {peer} on {gateway}",
            Beginning("debug crypto condition peer ", gateway, peer)
        );

    /// <summary>The tunnel between hq-fw1 and berlin-fw1, this one first.</summary>
    public static Wish BothEnds(string gateway)
    {
        var peer = Ends.First(end => end.Gateway == gateway).Peer;
        return new(
            $"clear both ends {peer} on {gateway}",
            $"Approve? Clear the SAs with {peer} on {gateway}, and if that does not help those with ",
            line => Ends.Any(end => Beginning("clear crypto ipsec sa peer ", end.Gateway, end.Peer)(line))
        )
        {
            Leads = 2,
            Prepares = lab => lab.AllPairsStand(gateway, peer),
        };
    }

    public static Wish ClearDrops(string gateway) =>
        new(
            $"clear drops on {gateway}",
            $"Approve? Zero the counter of invalid SPIs on {gateway}",
            line => line.Gateway == gateway && line.Line.StartsWith("clear asp drop ", StringComparison.Ordinal)
        )
        {
            Prepares = lab =>
                lab.Lab.Network.Look(world =>
                {
                    var drops = world.Of(lab.Lab.Network.Firewall(gateway)).Drops;
                    drops.Add(DropSection.Frame, DropReason.InvalidSpi, SomeDrops);
                    return Task.CompletedTask;
                }),
        };

    /// <summary>One lead approves it without a second one; the reason is like no other's, so that what is told of it can be found.</summary>
    public Wish Alone() => this with { AloneBecause = $"Nobody else answers ({Guid.NewGuid():N})." };

    public bool IsAskedOn(CardSeen card) =>
        card.Button("Approve") is not null && card.Text.StartsWith(Asks, StringComparison.Ordinal);

    private static Func<TypedLine, bool> Beginning(string beginning, string gateway, string peer) =>
        line =>
            line.Gateway == gateway
            && line.Line.StartsWith(beginning, StringComparison.Ordinal)
            && line.Line.EndsWith($" {peer}", StringComparison.Ordinal);
}
