using System.Text.RegularExpressions;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Ssh;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// What SpiBot leaves on an ASA and how it goes again. A capture is a thing of one unit and is not replicated; <c>failover exec mate</c> reaches it after a role
/// switch. That is closed to <c>debug</c>: its condition waits until its unit answers again.
/// </summary>
/// <param name="inside">See <see cref="ILeftovers.Inside"/>.</param>
/// <param name="reachesMate">Whether the other unit of a pair answers in its place after a role switch, and can be asked through it.</param>
internal sealed partial class AsaLeftovers(string? inside = null, bool reachesMate = true) : ILeftovers
{
    private static readonly Query<UnitSerial> MateSerial = new(
        "failover exec mate show version | include Serial",
        ReadSerial
    );

    private static readonly string[] NoDebug =
    [
        "no debug crypto ikev1",
        "no debug crypto ikev2 protocol",
        "no debug crypto ikev2 platform",
        "no debug crypto ipsec",
    ];

    private sealed record UnitSerial(string Number);

    public string? Inside => inside;

    /// <exception cref="ArgumentException">Not a name or an address that can be typed.</exception>
    public Removal RemovalOf(Leftover what) =>
        what switch
        {
            Leftover.Capture capture => new Removal(
                [$"no capture {Named(capture)}"],
                [$"no capture {Named(capture)}"],
                reachesMate ? [$"failover exec mate no capture {Named(capture)}"] : null
            ),
            // Never "undebug all": that would end what others watch. And never unfiltered debug: the condition goes last.
            Leftover.Debug(var peer) => new Removal(
                [.. NoDebug, "debug crypto condition reset"],
                [.. NoDebug, $"no debug crypto condition peer {AsaAddress.Of(peer)}"]
            ),
            _ => throw new ArgumentException($"{what.Words} cannot stand on an ASA", nameof(what)),
        };

    /// <returns>Its name, as it can be typed.</returns>
    /// <exception cref="ArgumentException">It cannot.</exception>
    internal static string Named(Leftover.Capture capture) =>
        Name().IsMatch(capture.Name)
            ? capture.Name
            : throw new ArgumentException("this is no name of a capture", nameof(capture));

    public async Task<LeftoverReading> Read(
        IGatewaySession session,
        Leftover what,
        string? serial,
        CancellationToken ct
    )
    {
        if (serial is null)
        {
            return await Here(session, what, ct);
        }

        var unit = await session.Ask(ShowVersion.Query, ct);
        return !unit.WasRead ? Unknown($"Which unit answers could not be read ({unit.NotRead}).")
            : unit.Value.SerialNumber is not { } here ? Unknown("The unit that answers does not say its serial number.")
            : here == serial ? await Here(session, what, ct)
            : await Elsewhere(session, what, serial, here, ct);
    }

    /// <summary>Captures bear a name; a debug condition tells of nobody.</summary>
    public async Task<Answer<Leftovers>> Marked(IGatewaySession session, CancellationToken ct) =>
        (await session.Ask(ShowCaptures.Query, ct)).To(list => new Leftovers([
            .. list
                .Names.Where(name =>
                    name.StartsWith(Leftover.Capture.Prefix, StringComparison.Ordinal) && Name().IsMatch(name)
                )
                .Select(name => new Leftover.Capture(name)),
        ]));

    private static async Task<LeftoverReading> Here(IGatewaySession session, Leftover what, CancellationToken ct)
    {
        if (what is Leftover.Capture(var name))
        {
            return Listed(await session.Ask(ShowCaptures.Query, ct), name, Whereabouts.Here, ShowCaptures.Command);
        }

        var peer = ((Leftover.Debug)what).Peer;
        var conditions = await session.Ask(ShowCryptoDebugCondition.Query, ct);
        if (!conditions.WasRead)
        {
            return Unknown($"Its debug conditions could not be read ({conditions.NotRead}).");
        }

        var (peers, others) = (conditions.Value.Peers, conditions.Value.Others);
        return !peers.Contains(peer)
                ? new(Whereabouts.Gone, $"{ShowCryptoDebugCondition.Command} does not name {peer}.")
            : others.Count > 0 || peers.Any(p => !p.Equals(peer))
                ? new(
                    Whereabouts.BesideOthers,
                    $"{ShowCryptoDebugCondition.Command} names {peer}, and somebody else's."
                )
            : new(Whereabouts.Here, $"{ShowCryptoDebugCondition.Command} names {peer}.");
    }

    private static async Task<LeftoverReading> Elsewhere(
        IGatewaySession session,
        Leftover what,
        string serial,
        string here,
        CancellationToken ct
    )
    {
        var switched = $"Another unit answers now (serial number {here}); {what.Words} was set on {serial}.";
        if (what is not Leftover.Capture(var name))
        {
            return Unknown(
                $"{switched} Debug cannot be undone through the other unit: it waits until {serial} answers again."
            );
        }

        var mate = await session.Ask(MateSerial, ct);
        return !mate.WasRead ? Unknown($"{switched} The mate could not be asked ({mate.NotRead}).")
            : mate.Value.Number != serial ? Unknown($"{switched} Its mate is {mate.Value.Number}, another one still.")
            : Listed(
                await session.Ask(ShowCaptures.OnMate, ct),
                name,
                Whereabouts.OnMate,
                $"{ShowCaptures.Command} on the mate"
            );
    }

    private static LeftoverReading Listed(Answer<CaptureNames> list, string name, Whereabouts where, string command) =>
        !list.WasRead ? Unknown($"Its captures could not be read ({list.NotRead}).")
        : list.Value.Names.Contains(name, StringComparer.Ordinal) ? new(where, $"{command} lists {name}.")
        : new(Whereabouts.Gone, $"{command} does not list {name}.");

    private static LeftoverReading Unknown(string words) => new(Whereabouts.Unknown, words);

    private static Parsed<UnitSerial> ReadSerial(AnswerText answer)
    {
        const string command = "show version on the mate";
        return AsaAnswer.Read(
            answer,
            command,
            text =>
                text.Lines.Select(line => line.After("Serial Number:")).FirstOrDefault(n => n is not null)
                    is { Length: > 0 } number
                    ? Parsed.Of(new UnitSerial(number.Split(' ')[0]))
                    : text.FailAtStart<UnitSerial>(command, "Serial Number: …")
        );
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9-]{0,31}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
