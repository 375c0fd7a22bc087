using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Ssh;
using SpiBot.Tunnels;

namespace SpiBot.Trials;

/// <summary>What a platform asks, typed at a console of the Lab in this process, one question after the other.</summary>
public sealed class TerminalSession(Terminal terminal) : IGatewaySession
{
    private readonly Lock gate = new();
    private Task before = Task.CompletedTask;

    public Terminal Terminal { get; } = terminal;

    public GatewayFailure? Lost => null;

    public Task<Answer<T>> Ask<T>(Query<T> query, CancellationToken ct)
        where T : class
    {
        // A reading asks from several threads once it has seen how busy the box is.
        lock (gate)
        {
            var asked = AskAfter(before, query);
            before = asked;
            return asked;
        }
    }

    public Task<ChangeAnswer> Apply(ChangeAuthorization authorization, CancellationToken ct) =>
        throw new NotSupportedException("reading changes nothing");

    public Task<ChangeAnswer> Perform(DutyAuthorization authorization, CancellationToken ct) =>
        throw new NotSupportedException("reading changes nothing");

    public ValueTask DisposeAsync() => Terminal.DisposeAsync();

    private async Task<Answer<T>> AskAfter<T>(Task earlier, Query<T> query)
        where T : class
    {
        await earlier;
        var parsed = query.Read(await Terminal.Ask(query.Text));
        return parsed.Succeeded ? Answer.Of(parsed.Value) : Answer.NotRead<T>(parsed.Failure.ToString());
    }
}
