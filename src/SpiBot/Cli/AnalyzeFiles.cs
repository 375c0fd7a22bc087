using SpiBot.Tunnels;

namespace SpiBot.Cli;

/// <summary>The looks at each end, sorted out of the files of the command line; or why these files do not belong together.</summary>
internal sealed record AnalyzeFiles(IReadOnlyList<AnalyzeLook> Ours, IReadOnlyList<AnalyzeLook> Theirs)
{
    public static (AnalyzeFiles? Files, string Refusal) Sort(
        IReadOnlyList<AnalyzeFile> ours,
        IReadOnlyList<AnalyzeFile> theirs,
        IReadOnlyList<AnalyzeFile> later
    )
    {
        if ((OfOneGateway(ours) ?? OfOneGateway(theirs)) is { } mixed)
        {
            return (null, mixed);
        }

        var (ourHost, theirHost) = (Host(ours), Host(theirs));
        if (ourHost is not null && IsSame(ourHost, theirHost))
        {
            return (
                null,
                $"{theirs[0].Path}: is of {theirHost}, as {ours[0].Path} is: --theirs takes the other end's output"
            );
        }

        var ourLooks = AnalyzeLook.Of(ours).ToList();
        var theirLooks = theirs.Count == 0 ? [] : AnalyzeLook.Of(theirs).ToList();
        List<AnalyzeFile> ourLater = [];
        List<AnalyzeFile> theirLater = [];
        foreach (var file in later)
        {
            switch (IsOurs(file, ourLooks[^1], theirLooks.LastOrDefault(), ourHost, theirHost))
            {
                case true:
                    ourLater.Add(file);
                    break;
                case false:
                    theirLater.Add(file);
                    break;
                case null when HostOf(file) is { } host:
                    var known = theirHost is null ? ourHost : $"{ourHost} or {theirHost}";
                    return (
                        null,
                        $"{file.Path}: is of {host}, and the first look is of {known}: two looks are at one gateway"
                    );
                default:
                    return (
                        null,
                        $"{file.Path}: which of the two ends it is of cannot be told; a prompt in front of each command, as in {ours[0].Path}, would say it"
                    );
            }
        }

        return (
            new AnalyzeFiles(
                [.. ourLooks, .. ourLater.Count > 0 ? AnalyzeLook.Of(ourLater) : []],
                [.. theirLooks, .. theirLater.Count > 0 ? AnalyzeLook.Of(theirLater) : []]
            ),
            ""
        );
    }

    /// <returns>Null when it is of neither end, or cannot be told.</returns>
    private static bool? IsOurs(
        AnalyzeFile file,
        AnalyzeLook ours,
        AnalyzeLook? theirs,
        string? ourHost,
        string? theirHost
    )
    {
        var host = HostOf(file);
        if (host is not null && IsSame(host, ourHost))
        {
            return true;
        }

        if (host is not null && IsSame(host, theirHost))
        {
            return false;
        }

        if (host is not null && ourHost is not null && (theirs is null || theirHost is not null))
        {
            return null;
        }

        if (theirs is null)
        {
            return true;
        }

        var look = AnalyzeLook.Of([file])[0];
        var (fitsOurs, fitsTheirs) = (SharesPeer(look, ours), SharesPeer(look, theirs));
        return fitsOurs == fitsTheirs ? null : fitsOurs;
    }

    private static bool SharesPeer(AnalyzeLook look, AnalyzeLook known) =>
        AnalyzePeers.Of(look).Any(peer => AnalyzePeers.Of(known).Any(other => AnalyzePeers.IsSame(peer, other)));

    private static string? OfOneGateway(IReadOnlyList<AnalyzeFile> files)
    {
        var named = files.Where(f => HostOf(f) is not null).ToList();
        return named.Find(f => !IsSame(HostOf(f), HostOf(named[0]))) is { } other
            ? $"{other.Path}: is of {HostOf(other)}, and {named[0].Path} of {HostOf(named[0])}: these files are to be of one gateway; give the other end's with --theirs"
            : null;
    }

    private static string? Host(IReadOnlyList<AnalyzeFile> files) =>
        files.Select(HostOf).FirstOrDefault(host => host is not null);

    private static string? HostOf(AnalyzeFile file) =>
        file.Session.Hostname
        ?? file.Session.Answers.Select(a => a.Read().Value).OfType<UnitIdentity>().FirstOrDefault()?.Hostname;

    private static bool IsSame(string? host, string? other) =>
        host is not null && string.Equals(host, other, StringComparison.OrdinalIgnoreCase);
}
