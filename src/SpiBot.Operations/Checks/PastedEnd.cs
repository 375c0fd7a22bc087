using System.Net;
using SpiBot.Gateways.Pasted;
using SpiBot.Tunnels;

namespace SpiBot.Operations.Checks;

/// <summary>Who pasted the other end's output, and when; our end was read at <see cref="OursReadAt"/>.</summary>
public sealed record PastedBy(string Name, DateTimeOffset At, DateTimeOffset OursReadAt);

/// <summary>The other end's reading out of what somebody pasted of it.</summary>
internal static class PastedEnd
{
    private const string NotPasted = "not in what was pasted";

    /// <param name="text">As pasted; session keys are masked before anything else is done with it.</param>
    /// <param name="name">What the other end is called.</param>
    /// <param name="ours">Our end's last reading.</param>
    /// <param name="ourAddresses">Under which the other end knows us, the likeliest first.</param>
    /// <param name="at">When it was pasted.</param>
    /// <returns>The reading; or why there is none and what to run there, sentences for a card.</returns>
    public static (TunnelReading? Reading, string Problem) Of(
        string text,
        string name,
        TunnelReading ours,
        IReadOnlyList<IPAddress> ourAddresses,
        DateTimeOffset at
    )
    {
        var our = ourAddresses.Count > 0 ? ourAddresses[0] : null;
        var pasted = PastedOutput.Read(text, platform: null, our);
        var listings = Listings(pasted, ours.Peer, ourAddresses);
        if (listings.Count == 0)
        {
            return (null, WhyNone(pasted, our));
        }

        var all = listings.SelectMany(listing => listing.Tunnels).ToList();
        var mine = OfThisTunnel(all, ours, ourAddresses);
        if (mine.Count == 0 && all.Count > 0)
        {
            return (
                null,
                $"{(all.Count == 1 ? "The SA in it is not" : $"None of the {all.Count} SAs in it is")} of this tunnel: no peer, no SPI and no pair of networks fits {ours.Gateway}'s end. Is it of the right gateway, and complete?"
            );
        }

        var box = new GatewayReading(
            name,
            at,
            Answer.NoSuchThing<DeviceClock>(NotPasted),
            Answer.NoSuchThing<UnitIdentity>(NotPasted),
            Answer.NoSuchThing<FailoverState>(NotPasted),
            Answer.NoSuchThing<DropCounters>(NotPasted),
            Answer.NoSuchThing<InactiveSas>(NotPasted),
            Answer.NoSuchThing<SshSessions>(NotPasted)
        );
        var sas = new SaListing(listings.TrueForAll(listing => listing.Complete), mine);
        return (
            new TunnelReading(
                box,
                our ?? IPAddress.None,
                Answer.Of(sas),
                Answer.NoSuchThing<IkeListing>(NotPasted),
                Answer.NoSuchThing<IkeListing>(NotPasted),
                our is null ? ours.Gateway : null
            ),
            ""
        );
    }

    /// <summary>The listings of SAs; where there is none, what a table of IKE SAs says of their children.</summary>
    private static List<SaListing> Listings(
        PastedOutput pasted,
        IPAddress theirAddress,
        IReadOnlyList<IPAddress> ourAddresses
    )
    {
        var listings = pasted
            .Understood.Select(output =>
                output.Sas(theirAddress) is { } sas ? OfWhomItNames(output, sas, ourAddresses) : null
            )
            .OfType<SaListing>()
            .ToList();
        return listings.Count > 0
            ? listings
            : [.. pasted.Understood.Select(output => (output.Value as IkeListing)?.Children).OfType<SaListing>()];
    }

    /// <summary>Where a filter (<c>| include spi</c>) took the peer's lines away, the command still names the peer.</summary>
    private static SaListing OfWhomItNames(
        UnderstoodOutput output,
        SaListing sas,
        IReadOnlyList<IPAddress> ourAddresses
    )
    {
        var named = (output.Typed ?? "")
            .Split(' ')
            .Select(word => IPAddress.TryParse(word, out var address) ? address : null)
            .FirstOrDefault(address => address is not null && ourAddresses.Contains(address));
        return named is null
            ? sas
            : sas with
            {
                Tunnels = [.. sas.Tunnels.Select(child => child with { Peer = child.Peer ?? named.ToString() })],
            };
    }

    private static string WhyNone(PastedOutput pasted, IPAddress? our)
    {
        var other = pasted.Understood.Select(output =>
            $"{output.Words}, which shows no SPIs. Run there: {PlatformCommands.Of(output.Platform).ForPeer(our)}"
        );
        return string.Join(" ", other.Concat(pasted.NotUnderstood).Take(3));
    }

    /// <summary>Somebody may have pasted all the SAs of their box. Addresses count for more than SPIs and networks, which two peers may share.</summary>
    private static List<ChildSa> OfThisTunnel(
        List<ChildSa> all,
        TunnelReading ours,
        IReadOnlyList<IPAddress> ourAddresses
    )
    {
        var byAddress = all.FindAll(child => child.PeerAddress is { } peer && ourAddresses.Contains(peer));
        if (byAddress.Count > 0)
        {
            return byAddress;
        }

        var fitting = all.FindAll(child => ours.Tunnels.Any(our => Fits(our, child)));
        var peers = fitting.Select(child => child.Peer).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        return all.FindAll(child => fitting.Contains(child) || (child.Peer is { } peer && peers.Contains(peer)));
    }

    private static bool Fits(ChildSa our, ChildSa their) =>
        our.Accepting.Intersect(their.Outbound.Select(sa => sa.Spi)).Any()
        || our.Outbound.Select(sa => sa.Spi).Intersect(their.Accepting).Any()
        || (
            our is { LocalSelector: { } local, RemoteSelector: { } remote }
            && local.Equals(their.RemoteSelector)
            && remote.Equals(their.LocalSelector)
        );
}
