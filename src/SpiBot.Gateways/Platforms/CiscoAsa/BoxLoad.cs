using System.Runtime.CompilerServices;
using SpiBot.Gateways.Ssh;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// How busy each box was when it was last looked at. What costs a box more than next to nothing is asked only of one that is known not to be busy: where it was looked at
/// on this session lately, all goes out together; else the answer is waited for first.
/// </summary>
/// <param name="query">How the box is asked.</param>
internal sealed class BoxLoad(Query<CpuUsage> query)
{
    /// <summary>The same as how long an idle session is kept: a warm one need not be asked first.</summary>
    private static readonly TimeSpan Holds = TimeSpan.FromMinutes(5);

    private readonly ConditionalWeakTable<IGatewaySession, Seen> lastSeen = [];

    private Query<CpuUsage> Query { get; } = query;

    public Look Of(IGatewaySession session, DateTimeOffset now) =>
        new(
            this,
            session,
            now,
            lastSeen.TryGetValue(session, out var seen) && now - seen.At <= Holds && now >= seen.At ? seen.Cpu : null
        );

    private sealed record Seen(CpuUsage Cpu, DateTimeOffset At);

    /// <summary>One reading of a box.</summary>
    public sealed class Look
    {
        private readonly BoxLoad load;
        private readonly IGatewaySession session;
        private readonly DateTimeOffset now;
        private readonly CpuUsage? known;
        private Task<Answer<CpuUsage>>? asked;

        internal Look(BoxLoad load, IGatewaySession session, DateTimeOffset now, CpuUsage? known) =>
            (this.load, this.session, this.now, this.known) = (load, session, now, known);

        /// <summary>To be called first, so that its answer comes first.</summary>
        public Task<Answer<CpuUsage>> Ask(CancellationToken ct) => asked ??= AskNow(ct);

        public async Task<Answer<T>> AskUnlessBusy<T>(Query<T> query, CancellationToken ct)
            where T : class
        {
            // One that was busy then may not be so any more.
            var cpu = known is { IsBusy: false } ? Answer.Of(known) : await Ask(ct);
            return cpu switch
            {
                { Value: null } => Answer.NotRead<T>($"how busy the box is could not be read: {cpu.NotRead}"),
                { Value.IsBusy: true } => Answer.NotRead<T>($"the box is busy: {cpu.Value.InWords()}"),
                _ => await session.Ask(query, ct),
            };
        }

        private async Task<Answer<CpuUsage>> AskNow(CancellationToken ct)
        {
            var cpu = await session.Ask(load.Query, ct);
            if (cpu.Value is { } usage)
            {
                load.lastSeen.AddOrUpdate(session, new Seen(usage, now));
            }
            else
            {
                load.lastSeen.Remove(session);
            }

            return cpu;
        }
    }
}
