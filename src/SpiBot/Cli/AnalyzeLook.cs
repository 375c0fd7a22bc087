using SpiBot.Gateways.Pasted;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Gateways.Platforms.StrongSwan;
using SpiBot.Tunnels;

namespace SpiBot.Cli;

/// <summary>A file that was given, split into the answers that it holds.</summary>
internal sealed record AnalyzeFile(string Path, SavedSession Session);

/// <summary>
/// What was given of one gateway at one look, all of its peers together. What no file holds is not read, with that reason.
/// <see cref="Hostname"/> is null where neither a prompt nor <c>show version</c> says it; <see cref="AskedPeer"/> is the peer that was typed behind <c>show crypto ipsec sa</c>.
/// <see cref="Problems"/> are the answers that were there and not understood, a sentence each.
/// </summary>
internal sealed record AnalyzeLook(
    string Files,
    string? Hostname,
    string? Platform,
    string? AskedPeer,
    Answer<DeviceClock> Clock,
    Answer<UnitIdentity> Unit,
    Answer<FailoverState> Failover,
    Answer<DropCounters> Drops,
    Answer<InactiveSas> Inactive,
    Answer<SshSessions> Sessions,
    Answer<SaListing> Sas,
    Answer<IkeListing> Ikev1,
    Answer<IkeListing> Ikev2,
    IReadOnlyList<string> Problems
)
{
    private const string NotGiven = "not in the output that was given";

    /// <summary>What an ASA and an FTD print it with.</summary>
    private static readonly Dictionary<Type, string> AsaCommands = new()
    {
        [typeof(FailoverState)] = "show failover",
        [typeof(DropCounters)] = "show asp drop",
        [typeof(InactiveSas)] = "show crypto ipsec sa inactive",
    };

    /// <summary>What adds to a diagnosis and is not missed where it was not given.</summary>
    public Answer<LoggedEvents> Log { get; init; } = Answer.NotAsked<LoggedEvents>();

    public Answer<VpnSessions> VpnSessions { get; init; } = Answer.NotAsked<VpnSessions>();

    public Answer<CryptoMaps> CryptoMaps { get; init; } = Answer.NotAsked<CryptoMaps>();

    public Answer<TunnelGroup> TunnelGroup { get; init; } = Answer.NotAsked<TunnelGroup>();

    public Answer<DataPath> DataPath { get; init; } = Answer.NotAsked<DataPath>();

    public Answer<ContextMode> Mode { get; init; } = Answer.NotAsked<ContextMode>();

    /// <summary>The looks that these files hold together: the first look of each is the first, and so on.</summary>
    public static IReadOnlyList<AnalyzeLook> Of(IReadOnlyList<AnalyzeFile> files)
    {
        var looks = files.Select(file => (File: file, Looks: LooksIn(file.Session))).ToList();
        return
        [
            .. Enumerable
                .Range(0, looks.Max(f => f.Looks.Count))
                .Select(look => Of([.. looks.Where(f => look < f.Looks.Count).Select(f => (f.File, f.Looks[look]))])),
        ];
    }

    /// <summary>Where neither prompts nor clocks tell one look from the next, the same kind of lines again is only more of the same answer.</summary>
    private static IReadOnlyList<IReadOnlyList<SavedAnswer>> LooksIn(SavedSession session) =>
        session.Hostname is not null || session.Answers.Any(a => a.Read().Value is DeviceClock)
            ? session.Looks
            : [session.Answers];

    private static AnalyzeLook Of(IReadOnlyList<(AnalyzeFile File, IReadOnlyList<SavedAnswer> Answers)> files)
    {
        var answers = files.SelectMany(f => f.Answers.Select(answer => (file: f.File, answer))).ToList();
        var values = new List<(SavedAnswer Answer, object Value)>();
        var problems = new List<string>();
        foreach (var (file, answer) in answers)
        {
            var parsed = answer.Read();
            if (parsed.Succeeded)
            {
                values.AddRange(PartsOf(parsed.Value).Select(part => (answer, part)));
            }
            else
            {
                problems.Add($"Not understood: {file.Path}: {parsed.Failure}");
            }
        }

        if (values.Select(v => v.Value).OfType<HostNames>().FirstOrDefault() is { } names)
        {
            var resolved = new ResolvedNames(names);
            values = [.. values.Select(v => (v.Answer, resolved.In(v.Value)))];
        }

        var platform = answers.Select(a => a.answer.Command.Platform).FirstOrDefault();
        var asa = platform is null or "cisco_asa" or "cisco_ftd";
        var (one, two) = (Ike(values, 1, asa), Ike(values, 2, asa));
        var unit = First<UnitIdentity>(values);
        return new AnalyzeLook(
            string.Join(", ", files.Select(f => f.File.Path)),
            files.Select(f => f.File.Session.Hostname).FirstOrDefault(h => h is not null) ?? unit.Value?.Hostname,
            platform,
            answers.Select(a => PeerTyped(a.answer)).FirstOrDefault(peer => peer is not null),
            First<DeviceClock>(values),
            unit,
            OfAnAsa<FailoverState>(values, asa),
            OfAnAsa<DropCounters>(values, asa),
            OfAnAsa<InactiveSas>(values, asa),
            First<SshSessions>(values),
            Listing(values, two, platform),
            one,
            two,
            problems
        )
        {
            Log = IfGiven<LoggedEvents>(values),
            VpnSessions = IfGiven<VpnSessions>(values),
            CryptoMaps = IfGiven<CryptoMaps>(values),
            TunnelGroup = IfGiven<TunnelGroup>(values),
            DataPath = IfGiven<DataPath>(values),
            Mode = IfGiven<ContextMode>(values),
        };
    }

    /// <summary>What one answer tells: strongSwan lists IKE SAs and child SAs together.</summary>
    private static IEnumerable<object> PartsOf(object value) =>
        value is StrongSwanSas both
            ? [both.ToListing(), new IkeListing(both.Ike) { Complete = both.Complete }]
            : [value];

    private static Answer<T> First<T>(IEnumerable<(SavedAnswer Answer, object Value)> values)
        where T : class =>
        values.Select(v => v.Value).OfType<T>().FirstOrDefault() is { } value
            ? Answer.Of(value)
            : Answer.NotRead<T>(NotGiven);

    /// <summary>With the command to run where it was not given. Other platforms have no such thing, or other figures for it: nobody misses it.</summary>
    private static Answer<T> OfAnAsa<T>(IEnumerable<(SavedAnswer Answer, object Value)> values, bool asa)
        where T : class =>
        First<T>(values) switch
        {
            { WasRead: false } when asa => Answer.NotRead<T>($"{NotGiven} ({AsaCommands[typeof(T)]})"),
            { WasRead: false } => Answer.NoSuchThing<T>(NotGiven),
            var given => given,
        };

    private static Answer<T> IfGiven<T>(IEnumerable<(SavedAnswer Answer, object Value)> values)
        where T : class =>
        values.Select(v => v.Value).OfType<T>().FirstOrDefault() is { } value ? Answer.Of(value) : Answer.NotAsked<T>();

    private static Answer<IkeListing> Ike(List<(SavedAnswer Answer, object Value)> values, int version, bool asa)
    {
        var other = version == 1 ? "ikev2" : "ikev1";
        var listings = values
            .Where(v => !v.Answer.Command.Command.Contains(other, StringComparison.Ordinal))
            .Select(v => v.Value)
            .OfType<IkeListing>()
            .ToList();
        return listings.Count == 0
            ? Answer.NotRead<IkeListing>(asa ? $"{NotGiven} (show crypto ikev{version} sa)" : NotGiven)
            : Answer.Of(
                new IkeListing(
                    [.. listings.SelectMany(l => l.Sas).Where(sa => sa.Version == version)],
                    listings.TrueForAll(l => l.Complete)
                )
            );
    }

    /// <summary>The listings put together; where there is none, what the IKEv2 table says of the child SAs.</summary>
    private static Answer<SaListing> Listing(
        List<(SavedAnswer Answer, object Value)> values,
        Answer<IkeListing> ikev2,
        string? platform
    )
    {
        var listings = values.Select(v => v.Value).OfType<SaListing>().ToList();
        if (listings.Count > 0)
        {
            return Answer.Of(
                new SaListing(listings.TrueForAll(l => l.Complete), [.. listings.SelectMany(l => l.Tunnels)])
            );
        }

        return ikev2.Value?.Children is { } children
            ? Answer.Of(children)
            : Answer.NotRead<SaListing>(
                $"{NotGiven} ({PlatformCommands.Of(platform ?? "cisco_asa").ForPeer(peer: null)})"
            );
    }

    private static string? PeerTyped(SavedAnswer answer) =>
        answer.Arguments.Split(' ') is ["peer", var peer, ..] ? peer : null;
}
