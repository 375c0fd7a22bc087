namespace SpiBot.Lab.Consoles;

/// <summary>What ends a session in the middle of an answer: a cut, a reboot, the mate that takes over. The second half is never written.</summary>
public sealed class BrokenAnswer(LoginTerminal at)
{
    /// <summary>Breaks what this command's traits say; each event happens once.</summary>
    /// <returns>False when the answer is whole.</returns>
    public bool Breaks(CommandMatch match)
    {
        var (box, traits) = (at.Box, at.Box.Traits);
        if (match.IsFor(traits.RebootsDuring))
        {
            box.Traits = traits with { RebootsDuring = null };
            at.Simulation.Look(world =>
            {
                world.Restart(world.Of(box));
                return true;
            });
            return true;
        }

        if (match.IsFor(traits.SwitchesOverDuring))
        {
            box.Traits = traits with { SwitchesOverDuring = null, MateAnswers = !traits.MateAnswers };
            at.Simulation.Look(world =>
            {
                world.SwitchOver(world.Of(box));
                return true;
            });
            return true;
        }

        return match.IsFor(traits.CutsOutputOf);
    }

    /// <summary>Returns at once where the box hangs up; where it says nothing more, when the other side does, or leaves what it hangs in.</summary>
    public async Task End(CancellationToken ct)
    {
        while (at.Box.Traits.GoesSilent && await at.Input.NextKey(ct) is not null) { }
    }
}
