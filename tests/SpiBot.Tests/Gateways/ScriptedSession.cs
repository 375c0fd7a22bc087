using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Ssh;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways;

/// <summary>Answers what the script knows, as a box would; everything else was refused.</summary>
internal sealed class ScriptedSession : Dictionary<string, string>, IGatewaySession
{
    public List<string> Asked { get; } = [];

    public TaskCompletionSource? Hold { get; set; }

    public GatewayFailure? Lost => null;

    public async Task<Answer<T>> Ask<T>(Query<T> query, CancellationToken ct)
        where T : class
    {
        Asked.Add(query.Text);
        await (Hold?.Task ?? Task.CompletedTask);
        return TryGetValue(query.Text, out var text) && query.Read(text) is { Succeeded: true } parsed
            ? SpiBot.Tunnels.Answer.Of(parsed.Value)
            : SpiBot.Tunnels.Answer.NotRead<T>("the device refused it");
    }

    public Task<ChangeAnswer> Apply(ChangeAuthorization authorization, CancellationToken ct) =>
        throw new NotSupportedException("reading changes nothing");

    public Task<ChangeAnswer> Perform(DutyAuthorization authorization, CancellationToken ct) =>
        throw new NotSupportedException("reading changes nothing");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
