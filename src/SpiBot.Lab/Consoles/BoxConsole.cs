using SpiBot.Lab.Firewalls;
using SpiBot.Lab.Ssh;

namespace SpiBot.Lab.Consoles;

/// <summary>The way into one simulated box: who may log in, and a session for each who does. Sessions know nothing of each other.</summary>
/// <param name="shell">The command line that a login lands at.</param>
public sealed class BoxConsole(Firewall box, Simulation simulation, Func<LoginTerminal, ShellSession> shell)
    : IFirewallShell
{
    public bool Accepts(string user, string password) =>
        !box.Traits.RefusesLogin
        && string.Equals(user, box.User, StringComparison.Ordinal)
        && string.Equals(password, box.Password, StringComparison.Ordinal);

    /// <summary>The sixth session is closed without a word, as an ASA does.</summary>
    public async Task Serve(Stream terminal, string user, CancellationToken ct)
    {
        await using (terminal)
        {
            using var login = box.OpenSession(user, simulation.Clock.GetUtcNow());
            if (login is null)
            {
                return;
            }

            try
            {
                await shell(new LoginTerminal(box, simulation, login, terminal)).Run(ct);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The other side hung up while we wrote: the session is over, which is all there is to know.
            }
        }
    }
}
