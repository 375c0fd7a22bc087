using SpiBot.Lab.Firewalls;
using SpiBot.Lab.Ssh;

namespace SpiBot.Lab.Consoles.Ftd;

/// <summary>The command line of a simulated Firepower Threat Defense: who may log in, and a session for each who does.</summary>
public sealed class FtdConsole(Firewall box, Simulation simulation) : IFirewallShell
{
    public bool Accepts(string user, string password) =>
        !box.Traits.RefusesLogin
        && string.Equals(user, box.User, StringComparison.Ordinal)
        && string.Equals(password, box.Password, StringComparison.Ordinal);

    public async Task Serve(Stream terminal, string user, CancellationToken ct)
    {
        await using (terminal)
        {
            using var session = box.OpenSession(user, simulation.Clock.GetUtcNow());
            if (session is null)
            {
                return;
            }

            try
            {
                await using var keys = new DetachableStream(terminal);
                await new FtdSession(box, simulation, keys, session).Run(ct);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The other side hung up while we wrote: the session is over, which is all there is to know.
            }
        }
    }
}
