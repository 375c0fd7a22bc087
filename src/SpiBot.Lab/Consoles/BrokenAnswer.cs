using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles;

/// <summary>What ends a session in the middle of an answer: a cut, a reboot, the mate that takes over. The second half is never written.</summary>
public sealed class BrokenAnswer(Firewall box, Simulation simulation)
{
    /// <summary>Breaks what this command's traits say; each event happens once.</summary>
    /// <returns>False when the answer is whole.</returns>
    public bool Breaks(CommandMatch match)
    {
        var traits = box.Traits;
        if (match.IsFor(traits.RebootsDuring))
        {
            box.Traits = traits with { RebootsDuring = null };
            simulation.Look(world =>
            {
                world.Restart(world.Of(box));
                return true;
            });
            return true;
        }

        if (match.IsFor(traits.SwitchesOverDuring))
        {
            box.Traits = traits with { SwitchesOverDuring = null, MateAnswers = !traits.MateAnswers };
            simulation.Look(world =>
            {
                world.SwitchOver(world.Of(box));
                return true;
            });
            return true;
        }

        return match.IsFor(traits.CutsOutputOf);
    }

    /// <summary>Waits for ever where the box says nothing more; returns at once where it hangs up.</summary>
    public Task End(CancellationToken ct) =>
        box.Traits.GoesSilent ? Task.Delay(Timeout.InfiniteTimeSpan, simulation.Clock, ct) : Task.CompletedTask;
}
