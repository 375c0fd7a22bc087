using System.Collections.Concurrent;

namespace SpiBot.Gateways.Ssh;

/// <summary>
/// A secret that a server has not taken lately is shown to it by one login alone, and the others wait to see what becomes of that: of hundreds that go through one jump host at
/// once, each would show it a wrong password before the first is refused.
/// </summary>
internal sealed class FirstTries(TimeProvider clock)
{
    /// <summary>What was taken so lately will be taken again.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> taken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LoginTurns> turns = new(StringComparer.Ordinal);

    /// <param name="login">The server and the secret.</param>
    /// <param name="time">Stands still while others try.</param>
    /// <returns>To be disposed of when it is known what became of it; null: the server has taken this secret, and nobody need wait.</returns>
    /// <exception cref="OperationCanceledException">The caller has given up.</exception>
    public async Task<LoginTurns.Turn?> Take(string login, ConnectTime time, CancellationToken ct)
    {
        if (WasTakenLately(login))
        {
            return null;
        }

        var turn = await turns.GetOrAdd(login, static _ => new LoginTurns(atOnce: 1)).Take(time, ct);
        if (!WasTakenLately(login))
        {
            return turn;
        }

        turn.Dispose();
        return null;
    }

    public void Taken(string login) => taken[login] = clock.GetUtcNow();

    private bool WasTakenLately(string login) =>
        taken.TryGetValue(login, out var at) && clock.GetUtcNow() - at < Lately;
}
