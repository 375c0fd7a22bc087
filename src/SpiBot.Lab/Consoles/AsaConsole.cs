using SpiBot.Lab.Firewalls;
using SpiBot.Lab.Ssh;

namespace SpiBot.Lab.Consoles;

/// <summary>The command line of one simulated ASA: who may log in, and a session for each who does. Sessions know nothing of each other.</summary>
public sealed class AsaConsole(Firewall box, Simulation simulation) : IFirewallShell
{
    public bool Accepts(string user, string password) =>
        !box.Traits.RefusesLogin
        && string.Equals(user, box.User, StringComparison.Ordinal)
        && string.Equals(password, box.Password, StringComparison.Ordinal);

    /// <summary>The sixth session is closed without a word, as the box does.</summary>
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
                await new ConsoleSession(box, simulation, terminal, session).Run(ct);
            }
            catch (IOException)
            {
                // The other side hung up while we wrote: the session is over, which is all there is to know.
            }
            catch (ObjectDisposedException)
            {
                // The same, seen from a stream that was closed under us.
            }
        }
    }
}
