using System.Net;
using SpiBot.Gateways.Platforms;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Hosting;
using SpiBot.Tunnels;

namespace SpiBot.Operations.Conversations;

/// <summary>The pace of looks at one gateway. <see cref="Few"/>: how its sessions are counted; null where they are not few.</summary>
internal sealed record GlancePace(TimeSpan Every, SessionCount? Few);

/// <summary>
/// The looks of all watches at one gateway: one for all who wait, never sooner after the last than the least interval, and with growing pauses while the gateway is busy or cannot be
/// reached. Where the gateway has hardly a session left, a look gives its own back at once.
/// </summary>
/// <param name="looking">Reads it.</param>
/// <param name="warm">The session.</param>
/// <param name="pace">How often.</param>
/// <param name="clock">The domain's.</param>
/// <param name="enqueue">Puts a look behind what else is to be done with the gateway.</param>
internal sealed class Glances(
    Looking looking,
    WarmSession warm,
    GlancePace pace,
    TimeProvider clock,
    Action<Func<CancellationToken, Task>> enqueue
) : IDisposable
{
    /// <summary>A gateway that is away is not asked more seldom than this: somebody wants to know when it is back.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly Lock changing = new();
    private readonly Dictionary<(string Asker, IPAddress Peer), ReadRequest> waiting = [];
    private ITimer? timer;
    private DateTimeOffset next;
    private int inVain;
    private bool isDisposed;

    /// <summary>Hands what was read to who asked for it.</summary>
    public required Func<ReadRequest, ReadOutcome, Task> Hand { get; init; }

    /// <summary>Keeps what was read.</summary>
    public required Func<TunnelReading, Task> Remember { get; init; }

    public void Add(ReadRequest request)
    {
        lock (changing)
        {
            waiting[(request.AskerId, request.Peer!)] = request;
            Schedule();
        }
    }

    public void Dispose()
    {
        lock (changing)
        {
            isDisposed = true;
            timer?.Dispose();
        }
    }

    private void Schedule()
    {
        if (timer is not null || waiting.Count == 0 || isDisposed)
        {
            return;
        }

        var after = next - clock.GetUtcNow();
        timer = clock.CreateTimer(
            _ => enqueue(Look),
            state: null,
            after > TimeSpan.Zero ? after : TimeSpan.Zero,
            Timeout.InfiniteTimeSpan
        );
    }

    private async Task Look(CancellationToken stop)
    {
        List<ReadRequest> askers;
        var began = clock.GetUtcNow();
        lock (changing)
        {
            askers = [.. waiting.Values];
            waiting.Clear();
        }

        var peers = askers.Select(asker => asker.Peer!).Distinct().ToList();
        var (read, failure) = await looking.Glance(peers, stop);
        await GiveBack(read);
        lock (changing)
        {
            inVain = read is null || read.All(reading => !reading.Sas.WasRead) ? inVain + 1 : 0;
            next = began + Pause();
            timer?.Dispose();
            timer = null;
            Schedule();
        }

        var readings = (read ?? []).ToDictionary(reading => reading.Peer);
        foreach (var reading in readings.Values)
        {
            await Remember(reading);
        }

        foreach (var asker in askers)
        {
            var reading = readings.GetValueOrDefault(asker.Peer!);
            await Hand(asker, new ReadOutcome(reading?.Box, reading, failure));
        }
    }

    /// <summary>One look in vain may be chance: only from the second on the pauses grow.</summary>
    private TimeSpan Pause() => GrowingPause.Before(pace.Every, LongestPause, tries: Math.Max(inVain - 1, 0));

    /// <summary>A watch does not hold a session that somebody else may need. Where they are counted only at login, it logs in anew from time to time.</summary>
    private async Task GiveBack(IReadOnlyList<TunnelReading>? read)
    {
        if (pace.Few is not { } few || read is not [var any, ..])
        {
            return;
        }

        var sessions = any.Box.Sessions;
        if (sessions.Value is { } counted ? few.TooMany(counted) is not null : !sessions.Exists && warm.IsOld)
        {
            await warm.Release();
        }
    }
}
