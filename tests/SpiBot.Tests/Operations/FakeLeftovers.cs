using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Ssh;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Operations;

/// <summary>Captures by name, as a real box has them: on one unit, and not on the other.</summary>
internal sealed class FakeLeftovers : ILeftovers
{
    public Removal RemovalOf(Leftover what)
    {
        if (what is Leftover.Debug(var peer))
        {
            return new Removal([$"no debug {peer}"], [$"no debug only {peer}"]);
        }

        var name = ((Leftover.Capture)what).Name;
        return new Removal([$"no capture {name}"], [$"no capture {name}"], [$"mate no capture {name}"]);
    }

    public Task<LeftoverReading> Read(IGatewaySession session, Leftover what, string? serial, CancellationToken ct)
    {
        var box = ((FakeSession)session).Box;
        var name = what is Leftover.Debug(var peer) ? peer.ToString() : ((Leftover.Capture)what).Name;
        var unit = serial ?? box.Serial;
        var where =
            unit != box.Serial && unit != box.Mate ? Whereabouts.Unknown
            : !box.Standing.ContainsKey((unit, name)) ? Whereabouts.Gone
            : unit == box.Serial ? Whereabouts.Here
            : Whereabouts.OnMate;
        return Task.FromResult(new LeftoverReading(where, $"{unit} was looked at through {box.Serial}: {where}."));
    }

    public Task<Answer<Leftovers>> Marked(IGatewaySession session, CancellationToken ct)
    {
        var box = ((FakeSession)session).Box;
        return Task.FromResult(
            Answer.Of(
                new Leftovers([
                    .. box
                        .Standing.Keys.Where(standing =>
                            standing.Serial == box.Serial
                            && standing.What.StartsWith(Leftover.Capture.Prefix, StringComparison.Ordinal)
                        )
                        .Select(standing => new Leftover.Capture(standing.What)),
                ])
            )
        );
    }

    public static void Obey(FakeBox box, string line)
    {
        var words = line.Split(' ');
        if (words[0] == "capture")
        {
            box.Standing[(box.Serial, words[1])] = true;
        }
        else if (words is ["debug", _, var debugged])
        {
            box.Standing[(box.Serial, debugged)] = true;
        }
        else if (words is ["no", "debug", .., var ended])
        {
            box.Standing.TryRemove((box.Serial, ended), out _);
        }
        else if (words is ["no", "capture", var here])
        {
            box.Standing.TryRemove((box.Serial, here), out _);
        }
        else if (words is ["mate", "no", "capture", var there])
        {
            box.Standing.TryRemove((box.Mate!, there), out _);
        }
    }
}
