using SpiBot.Gateways.Debugs;
using SpiBot.Gateways.Ssh;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// Crypto debug of an ASA is filtered by a condition that is the whole box's: where one stands already, ours would widen somebody else's view, and taking ours away could
/// take theirs. With <c>logging debug-trace</c> the lines go into the log instead of the session, for everybody.
/// </summary>
/// <param name="counted">How its SSH sessions are counted; null where they are not few.</param>
internal sealed class AsaDebugs(Query<SshSessions>? counted) : IDebugs
{
    private sealed record DebugTrace(bool On);

    private static readonly Query<DebugTrace> IntoLog = new(
        "show running-config logging | include debug-trace",
        answer =>
            AsaAnswer.Read(
                answer,
                "show running-config logging",
                text => Parsed.Of(new DebugTrace(text.Lines.Any(line => line.Begins("logging debug-trace"))))
            )
    );

    public async Task<string?> WhyNot(IGatewaySession session, CancellationToken ct)
    {
        var cpu = session.Ask(ShowCpuUsage.Query, ct);
        var conditions = session.Ask(ShowCryptoDebugCondition.Query, ct);
        var trace = session.Ask(IntoLog, ct);
        var sessions = counted is null
            ? Task.FromResult(Answer.NoSuchThing<SshSessions>("its sessions are not few"))
            : session.Ask(counted, ct);
        await Task.WhenAll(cpu, conditions, trace, sessions);
        return await cpu switch
        {
            { Value: null, NotRead: var because } => $"How busy the box is could not be read: {because}.",
            { Value: { IsBusy: true } busy } => $"The box is busy: {busy.InWords()}.",
            _ => Standing(await conditions) ?? Traced(await trace) ?? Full(await sessions),
        };
    }

    private static string? Standing(Answer<DebugConditions> conditions) =>
        conditions switch
        {
            { Value: null, NotRead: var because } => $"Its debug conditions could not be read: {because}.",
            { Value: { Peers.Count: 0, Others.Count: 0 } } => null,
            { Value: var value } =>
                $"A debug condition stands there already ({string.Join(", ", value.Peers.Select(p => p.ToString()).Concat(value.Others))}): somebody is debugging, or forgot to end it.",
        };

    private static string? Traced(Answer<DebugTrace> trace) =>
        trace switch
        {
            { Value: null, NotRead: var because } => $"Whether debug goes into its log could not be read: {because}.",
            { Value.On: true } => "logging debug-trace is on there: debug would flood its log instead of this session.",
            _ => null,
        };

    /// <summary>Of five, ours and one for debug leave two for people. Where they are counted only at login, the login for debug does.</summary>
    private static string? Full(Answer<SshSessions> sessions) =>
        sessions switch
        {
            { Exists: false } => null,
            { Value: null, NotRead: var because } => $"How many SSH sessions it has could not be read: {because}.",
            { Value.Count: > MostBefore and var count } =>
                $"{count} of its 5 SSH sessions are taken: one more for debug would be one of the last two.",
            _ => null,
        };

    private const int MostBefore = 2;
}
