using System.Net;
using SpiBot.Gateways.Inventory;
using SpiBot.Tunnels;

namespace SpiBot.Commands;

/// <summary>
/// Finds the viewpoint and the peer. A peer may be given by address, by the inventory's short name, or by the name of one of our gateways.
/// Without "on GATEWAY": the one gateway that knows the peer, else the thread's last one among those that do.
/// </summary>
/// <param name="inventory">Where a gateway that was named is found.</param>
/// <param name="open">Those of its gateways that whoever asks may read: nothing is guessed, offered or told of others.</param>
public sealed class TargetLookup(GatewayInventory inventory, IReadOnlyList<GatewayEntry> open)
{
    private const int MostCandidates = 4;

    public Target Gateway(string? named, string? last)
    {
        if (inventory.Gateways.Count == 0)
        {
            return new Target.NotFound(
                "The inventory holds no gateway.",
                "Add gateways to spibot.json; `spibot config check` says whether it is right.",
                TargetPart.Gateway,
                []
            );
        }

        if (named is not null)
        {
            return inventory.Find(named) is { } gateway ? new Target.Found(gateway, null) : UnknownGateway(named);
        }

        if (open is [var only])
        {
            return new Target.Found(only, null);
        }

        return OpenOne(last) is { } lastGateway
            ? new Target.Found(lastGateway, null)
            : new Target.NotFound(
                "On which gateway?",
                "Say it with \"on GATEWAY\", or press one:",
                TargetPart.Gateway,
                [.. open.Select(g => g.Name).Take(MostCandidates)]
            );
    }

    /// <summary>A peer was wanted and none was said.</summary>
    /// <param name="words">How to say it, with X for the peer.</param>
    /// <param name="named">The gateway whose view was asked for.</param>
    /// <param name="last">The one that was spoken of last.</param>
    public Target.NotFound WhichPeer(string words, string? named, string? last)
    {
        var view = OpenOne(named ?? last);
        var isClosed = view is null && named is not null && inventory.Find(named) is not null;
        IReadOnlyList<GatewayEntry> views =
            view is not null ? [view]
            : isClosed ? []
            : open;
        var peers = views.SelectMany(gateway => gateway.Peers.Keys).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var say = $"Say \"{words}\", X being the peer's VPN address or its name in the inventory";
        return peers.Count is > 0 and <= MostCandidates
            ? new("Which peer?", $"{say}, or press one:", TargetPart.Peer, peers)
            : new("Which peer?", $"{say}.", TargetPart.Peer, []);
    }

    /// <summary>The peers that a text speaks of which is no command, as it calls them: "is the tunnel to berlin up?"</summary>
    public IReadOnlyList<string> Mentioned(string text)
    {
        var words = CommandGrammar.Words(text).Select(word => word.TrimEnd(':'));
        return text.Length > CommandGrammar.LongestText
            ? []
            : [.. words.Where(IsPeer).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostCandidates)];

        bool IsPeer(string word) =>
            PeerAddress.Parse(word) is { } address
                ? OneHost.Is(address)
                : open.Any(gateway =>
                    gateway.Peers.Keys.Append(gateway.Name).Contains(word, StringComparer.OrdinalIgnoreCase)
                );
    }

    public Target Peer(string typed, string? named, string? last)
    {
        GatewayEntry? viewpoint = null;
        if (named is not null)
        {
            if (Gateway(named, null) is not Target.Found found)
            {
                return Gateway(named, null);
            }

            viewpoint = found.Gateway;
        }

        var addresses = AddressesOf(typed, viewpoint);
        if (addresses.Count == 0)
        {
            return PeerAddress.LooksLikeOne(typed)
                ? new Target.NotFound(
                    $"\"{typed}\" is not an IP address.",
                    "Give the peer's VPN address, like 203.0.113.9, or its name in the inventory.",
                    TargetPart.Peer,
                    NearestPeers(typed)
                )
                : UnknownPeer(typed);
        }

        if (!addresses.TrueForAll(OneHost.Is))
        {
            return new Target.NotFound(
                $"{typed} is not the address of one gateway: it stands for none, or for many.",
                "Give the peer's VPN address, like 203.0.113.9, or its name in the inventory.",
                TargetPart.Peer,
                []
            );
        }

        if (viewpoint is not null)
        {
            // Whoever named it is told that they may not read it, and no more.
            return open.Contains(viewpoint)
                ? SeenFrom(viewpoint, typed, addresses)
                : new Target.Found(viewpoint, addresses[0]);
        }

        var knowing = Knowing(addresses);
        if (knowing.Count > 1 && knowing.Find(gateway => gateway.Name == last) is { } lastGateway)
        {
            knowing = [lastGateway];
        }

        return knowing.Count switch
        {
            0 => open.FirstOrDefault(gateway => gateway.VpnAddresses.Any(addresses.Contains)) is { } owner
                ? OwnAddress(owner, typed, [])
            // With one gateway only there is nothing to ask, unless it may be a typo.
            : open is [var only] && NearestPeers(typed).Count == 0 && !AreOfClosed(addresses)
                ? SeenFrom(only, typed, addresses)
            : UnknownPeer(typed),
            1 => SeenFrom(knowing[0], typed, addresses),
            _ => new Target.NotFound(
                $"{knowing.Count} gateways know {typed} as a peer: which one's view?",
                "Say it with \"on GATEWAY\", or press one:",
                TargetPart.Gateway,
                [.. knowing.Select(gateway => gateway.Name).Take(MostCandidates)]
            ),
        };
    }

    /// <summary>A peer that the inventory does not list there may be asked for all the same; the gateway itself is no peer of its own.</summary>
    private Target SeenFrom(GatewayEntry viewpoint, string typed, List<IPAddress> addresses)
    {
        var others = addresses.FindAll(address => !viewpoint.VpnAddresses.Contains(address));
        var known = others.FindAll(viewpoint.Peers.Values.Contains);
        return (known.Count > 0 ? known : others) switch
        {
            [] => OwnAddress(viewpoint, typed, Knowing(addresses)),
            [var only] => new Target.Found(viewpoint, only),
            var several => new Target.NotFound(
                $"{typed} has {several.Count} addresses{(known.Count > 0 ? $" that {viewpoint.Name} knows as peers" : "")}: which one?",
                "Each is a tunnel of its own. Say the address, or press one:",
                TargetPart.Peer,
                [.. several.Select(address => address.ToString()).Take(MostCandidates)]
            ),
        };
    }

    /// <param name="owner">Whose address it is.</param>
    /// <param name="typed">By address or by name.</param>
    /// <param name="knowing">Whose peer it is: the tunnel can be looked at from there.</param>
    private Target.NotFound OwnAddress(GatewayEntry owner, string typed, IReadOnlyList<GatewayEntry> knowing)
    {
        var who = string.Equals(typed, owner.Name, StringComparison.OrdinalIgnoreCase)
            ? owner.Name
            : $"{typed} is {owner.Name} itself, which";
        var ends = knowing.SelectMany(end => end.VpnAddresses).Where(owner.Peers.Values.Contains).Distinct().ToList();
        return
            // What is done stays on the box that was named.
            ends.Count > 0
                ? new(
                    $"{who} has no tunnel with itself.",
                    $"On {owner.Name} the peer is the other end: say its address, or press it:",
                    TargetPart.Peer,
                    [.. ends.Select(end => end.ToString()).Take(MostCandidates)]
                )
            : knowing.Count > 0
                ? new(
                    $"{who} has no tunnel with itself.",
                    "Say the other end's address, or look from a gateway that has it as a peer:",
                    TargetPart.Gateway,
                    [.. knowing.Select(gateway => gateway.Name).Take(MostCandidates)]
                )
            : new(
                $"{who} has no tunnel with itself, and no gateway {Known} has it as a peer.",
                owner.Peers.Count > 0
                    ? "Say the other end's address, or press one of its peers:"
                    : "Say the other end's address, with \"on GATEWAY\".",
                TargetPart.Peer,
                [.. owner.Peers.Values.Distinct().Select(peer => peer.ToString()).Take(MostCandidates)]
            );
    }

    /// <summary>Those that are looked through, in words.</summary>
    private string Known => SeesAll ? "in the inventory" : "that you may read";

    private bool SeesAll => open.Count == inventory.Gateways.Count;

    private GatewayEntry? OpenOne(string? name) =>
        open.FirstOrDefault(gateway => string.Equals(gateway.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Of a gateway that may not be read: who asks is not told even its name.</summary>
    private bool AreOfClosed(List<IPAddress> addresses) =>
        addresses.Exists(address => inventory.Owning(address) is { } owner && !open.Contains(owner));

    /// <summary>The possible viewpoints.</summary>
    private List<GatewayEntry> Knowing(List<IPAddress> addresses) =>
        [.. addresses.SelectMany(inventory.Knowing).Distinct().Where(open.Contains)];

    private List<IPAddress> AddressesOf(string typed, GatewayEntry? viewpoint)
    {
        if (PeerAddress.Parse(typed) is { } address)
        {
            return [address];
        }

        var named = (viewpoint is null ? open : [viewpoint])
            .SelectMany(g => g.Peers)
            .Where(p => string.Equals(p.Key, typed, StringComparison.OrdinalIgnoreCase))
            .Select(p => p.Value);
        var ours = inventory.Find(typed)?.VpnAddresses ?? [];
        return [.. named.Concat(ours).Distinct()];
    }

    private Target.NotFound UnknownPeer(string typed)
    {
        var nearest = NearestPeers(typed);
        var on = open is [var only] ? only.Name : "GATEWAY";
        var doNow =
            nearest.Count > 0
                ? $"Check the address, say \"on {on}\" to ask a box all the same, or press one of the nearest:"
                : $"Check it against spibot.json, or say \"on {on}\" with its address to ask a box all the same.";
        return new(
            $"No gateway {Known} knows \"{typed}\" as a peer.",
            // Whether others know it is not told.
            SeesAll
                ? doNow
                : $"There may be gateways that you may not read: ask a colleague who may, or a lead for the role. {doNow}",
            TargetPart.Peer,
            nearest
        );
    }

    private Target.NotFound UnknownGateway(string typed)
    {
        var nearest = EditDistance.Nearest(typed, open.Select(g => g.Name), MostCandidates);
        return new(
            $"There is no gateway \"{typed}\" in the inventory.",
            "Press the one you mean, or add it to spibot.json:",
            TargetPart.Gateway,
            nearest.Count > 0 ? nearest : [.. open.Select(g => g.Name).Take(MostCandidates)]
        );
    }

    private IReadOnlyList<string> NearestPeers(string typed) =>
        EditDistance.Nearest(
            typed,
            open.SelectMany(g => g.Peers).SelectMany(p => new[] { p.Value.ToString(), p.Key }),
            MostCandidates
        );
}
