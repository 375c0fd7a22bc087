using System.Net;
using SpiBot.Gateways.Platforms.LinuxXfrm;
using SpiBot.Gateways.Platforms.StrongSwan;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Pasted;

/// <summary>
/// One output that was understood. <see cref="Line"/>: where it begins in the text (1-based). <see cref="Value"/> is what the command's reader gives (<see cref="SaListing"/>,
/// <see cref="IkeListing"/>, <see cref="DropCounters"/>, …). <see cref="Complete"/> is false when it was cut: then an absent SA means nothing.
/// </summary>
public sealed record UnderstoodOutput(
    string Platform,
    string Command,
    int Line,
    object Value,
    bool Complete,
    string Words
)
{
    /// <summary>The command line before it, as it was pasted; null where none was, or where more than this output stands behind it.</summary>
    public string? Typed { get; init; }

    /// <summary>The child SAs in it; null where the output shows none. Of <c>ip xfrm state</c> only with the machine's own address.</summary>
    public SaListing? Sas(IPAddress? local = null) =>
        Value switch
        {
            SaListing sas => sas,
            StrongSwanSas strongSwan => strongSwan.ToListing(),
            XfrmSas xfrm when local is not null => xfrm.SeenFrom(local),
            _ => null,
        };
}

/// <summary>What somebody pasted, command by command: what was understood, and in words what was not and what to do about it. One of the two is never empty.</summary>
public sealed record PastedOutput(IReadOnlyList<UnderstoodOutput> Understood, IReadOnlyList<string> NotUnderstood)
{
    /// <summary>It is output of a gateway, of the wrong command perhaps; false where nothing in it was known.</summary>
    public bool IsOutput { get; private init; } = true;

    /// <param name="text">As pasted: plain, with HTML, in a code block; with session keys in it too, which are masked first.</param>
    /// <param name="platform">Only outputs of this platform; null for any. One of <see cref="PlatformCommands.All"/>.</param>
    /// <param name="peer">For the commands in <see cref="NotUnderstood"/>; null where it is not known.</param>
    public static PastedOutput Read(string text, string? platform = null, IPAddress? peer = null)
    {
        var answer = PastedText.Of(text);
        var commands = Recognition.CommandsOf(platform, answer);
        var (understood, not) = (new List<UnderstoodOutput>(), new List<string>());
        foreach (var section in Section.Of(answer, commands))
        {
            Take(section, commands, peer, understood, not);
        }

        if (understood.Count == 0 && not.Count == 0)
        {
            foreach (var section in Section.Of(Recognition.PutRight(answer, commands), commands))
            {
                Take(section, commands, peer, understood, not);
            }
        }

        var isOutput = understood.Count > 0 || not.Count > 0;
        if (!isOutput)
        {
            not.Add(
                answer.Lines.Count == 0
                    ? "The text is empty. " + Advice.ForAnyPlatform(peer)
                    : "Nothing in it is the output of a command that SpiBot reads. " + Advice.ForAnyPlatform(peer)
            );
        }

        return new PastedOutput(understood, not) { IsOutput = isOutput };
    }

    /// <summary>What to do where a text is too long to be read: a sentence or two, the command for the one peer last.</summary>
    /// <param name="beginning">Enough of it to tell the platform.</param>
    /// <param name="peer">Whose SAs are wanted; null where it is not known.</param>
    public static string ShorterFor(string beginning, IPAddress? peer)
    {
        var platform = Read(beginning, platform: null, peer).Understood is [var first, ..] ? first.Platform : null;
        return platform is null ? $"Paste only this tunnel's part. {Advice.ForAnyPlatform(peer)}"
            : PlatformCommands.Of(platform) is { IsOfOnePeer: true } known && peer is not null
                ? $"Paste only this tunnel's part, of {known.Name}. Run there: {known.ForPeer(peer)}"
            : $"Paste only this tunnel's part of `{PlatformCommands.Of(platform).ForPeer(peer)}`.";
    }

    private static void Take(
        Section section,
        IReadOnlyList<SavedCommand> commands,
        IPAddress? peer,
        List<UnderstoodOutput> understood,
        List<string> not
    )
    {
        var regions = Region.Of(section, commands, wanted: null).ToList();
        var lead = regions is [{ Text.Lines: [var first, ..] }, ..]
            ? section with
            {
                Typed = null,
                Text = section.Text.Slice(0, section.Text.Lines.TakeWhile(line => line != first).Count()),
            }
            : section;
        if (regions.Count == 0 || lead.Text.Lines.Count < section.Text.Lines.Count)
        {
            TakeNotUnderstood(lead, peer, not);
        }

        foreach (var region in regions)
        {
            var output = region.Recognise();
            var name = $"{output.Command.Command} ({PlatformCommands.Of(output.Command.Platform).Name})";
            var read = output.Read();
            if (read.Succeeded)
            {
                understood.Add(
                    new UnderstoodOutput(
                        output.Command.Platform,
                        output.Command.Command,
                        output.Text.Lines.Count > 0 ? output.Text.Lines[0].Number : 1,
                        read.Value,
                        Completeness.IsComplete(read.Value),
                        $"{name}: {PastedWords.Of(read.Value)}"
                    )
                    {
                        Typed = regions.Count == 1 ? section.Typed : null,
                    }
                );
            }
            else
            {
                var failure = read.Failure;
                // What to run stands last, so that it can be copied.
                not.Add(
                    Advice.For(section, peer) is { } advice
                        ? $"{name}: line {failure.Line}: found \"{failure.Found}\", expected {advice}"
                        : $"{name}: line {failure.Line}: expected {failure.Expected}, found \"{failure.Found}\""
                );
            }
        }
    }

    private static void TakeNotUnderstood(Section section, IPAddress? peer, List<string> not)
    {
        if (section.Text.Lines is not [var first, ..])
        {
            return;
        }

        if (Advice.For(section, peer) is { } words)
        {
            not.Add($"Line {first.Number}: expected {words}");
        }
        else if (
            section is { Typed: { } typed, Commands.Count: 0 }
            && typed.StartsWith("sh", StringComparison.OrdinalIgnoreCase)
        )
        {
            not.Add(
                $"Line {first.Number}: `{typed}` is no command whose output SpiBot reads. {Advice.ForAnyPlatform(peer)}"
            );
        }
    }
}
