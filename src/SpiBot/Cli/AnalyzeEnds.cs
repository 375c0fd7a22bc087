using System.Net;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Cli;

/// <summary>Both ends of the tunnel to one peer, made of the looks that were given. Peer is null when no output names one.</summary>
internal sealed class AnalyzeEnds
{
    private const string NotGiven = "no output of it was given (--theirs FILE)";

    private readonly AnalyzeFiles files;
    private readonly AnalyzeTiming timing;
    private readonly string? peer;
    private readonly string ourName;
    private readonly string theirName;
    private readonly string? us;

    public AnalyzeEnds(AnalyzeFiles files, AnalyzeTiming timing, string? peer)
    {
        (this.files, this.timing, this.peer) = (files, timing, peer);
        ourName = Name(files.Ours, "our gateway");
        theirName = files.Theirs.Count == 0 ? "" : Name(files.Theirs, "the other end");
        if (string.Equals(ourName, theirName, StringComparison.OrdinalIgnoreCase))
        {
            theirName += " (theirs)";
        }

        (us, Refusal) = files.Theirs.Count == 0 ? (null, null) : FindUs();
    }

    /// <summary>Why the two ends cannot be put together; null when they can.</summary>
    public string? Refusal { get; }

    public AnalyzeCase Diagnose()
    {
        var ours = End(files.Ours, timing.Ours, ourName, peer, "the peer");
        var theirs = files.Theirs.Count == 0 ? null : End(files.Theirs, timing.Theirs, theirName, us, ourName);
        var diagnosis = Diagnostician.Diagnose(new TunnelEvidence(ours, theirs, theirs is null ? NotGiven : null));
        var times = new Dictionary<(string, DateTimeOffset), string?>();
        AddTimes(times, ourName, files.Ours, timing.Ours);
        AddTimes(times, theirName, files.Theirs, timing.Theirs);
        return new AnalyzeCase(
            diagnosis,
            ours.Latest.PeerInWords,
            [.. timing.Notes, .. files.Ours.Concat(files.Theirs).SelectMany(look => look.Problems).Distinct()],
            new Dictionary<string, string?>
            {
                [ourName] = files.Ours[^1].Platform,
                [theirName] = files.Theirs is [.., var last] ? last.Platform : null,
            },
            times
        );
    }

    /// <summary>We, as the other end's listing names us.</summary>
    private (string? Us, string? Refusal) FindUs()
    {
        var (ours, theirs) = (files.Ours[^1], files.Theirs[^1]);
        var ourTunnels = peer is null ? [] : AnalyzePeers.TunnelsOf(ours, peer);
        var fitting = AnalyzePeers.Fitting(theirs, ourTunnels);
        if (fitting.Count == 1)
        {
            return (fitting[0], null);
        }

        var candidates = AnalyzePeers.Of(theirs);
        // Its listing does not have the address that we use towards it: then it has no SA with us.
        if (fitting.Count == 0 && ourTunnels.Select(t => t.Local).FirstOrDefault(IsAddress) is { } local)
        {
            return (candidates is [var only] && ourTunnels.Count == 0 ? only : local, null);
        }

        return candidates.Count switch
        {
            0 => (null, null),
            1 => (candidates[0], null),
            _ => (
                null,
                $"{theirs.Files}: which of its peers is ours cannot be told: {string.Join(", ", candidates)}; give only its output for the tunnel with us"
            ),
        };
    }

    private static TunnelEnd End(
        IReadOnlyList<AnalyzeLook> looks,
        IReadOnlyList<DateTimeOffset> moments,
        string name,
        string? peer,
        string nameless
    )
    {
        var readings = looks
            .TakeLast(moments.Count)
            .Zip(moments, (look, at) => Reading(look, at, name, peer, nameless))
            .ToList();
        return new TunnelEnd(readings.Count > 1 ? readings[0] : null, readings[^1]);
    }

    private static TunnelReading Reading(
        AnalyzeLook look,
        DateTimeOffset at,
        string name,
        string? peer,
        string nameless
    )
    {
        var isAddress = IPAddress.TryParse(peer, out var address);
        var sas =
            look.Sas.Value is { } all && peer is not null
                ? Answer.Of(all with { Tunnels = AnalyzePeers.TunnelsOf(look, peer) })
                : look.Sas;
        var reading = new TunnelReading(
            new GatewayReading(name, at, look.Clock, look.Unit, look.Failover, look.Drops, look.Inactive, look.Sessions)
            {
                Mode = look.Mode,
            },
            isAddress ? address! : IPAddress.None,
            sas,
            look.Ikev1,
            look.Ikev2,
            isAddress ? null : peer ?? nameless
        )
        {
            Log = look.Log,
            CryptoMaps = look.CryptoMaps,
            Sessions = look.VpnSessions.To(all => new VpnSessions([.. all.Sessions.Where(s => s.Address == peer)])),
            TunnelGroup =
                look.TunnelGroup.Value?.Name is { } group && group != peer
                    ? Answer.NotAsked<TunnelGroup>()
                    : look.TunnelGroup,
        };
        return reading with { DataPath = look.DataPath.To(all => all.OfTunnel(reading)) };
    }

    private static void AddTimes(
        Dictionary<(string, DateTimeOffset), string?> times,
        string name,
        IReadOnlyList<AnalyzeLook> looks,
        IReadOnlyList<DateTimeOffset> moments
    )
    {
        foreach (var (look, at) in looks.TakeLast(moments.Count).Zip(moments))
        {
            times[(name, at)] = AnalyzeTimes.Shown(look);
        }
    }

    private static bool IsAddress(string? text) => IPAddress.TryParse(text, out _);

    /// <summary>The gateway's name, else the file's without its ending where that may be one.</summary>
    private static string Name(IReadOnlyList<AnalyzeLook> looks, string nameless) =>
        looks.Select(l => l.Hostname).FirstOrDefault(h => h is not null)
        ?? (
            Path.GetFileNameWithoutExtension(looks[0].Files.Split(", ")[0]) is var stem && stem.Any(char.IsLetter)
                ? stem
                : nameless
        );
}
