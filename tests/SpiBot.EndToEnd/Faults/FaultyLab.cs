using System.Text.Json;
using System.Text.Json.Nodes;
using SpiBot.Lab;
using SpiBot.Lab.Channel;
using SpiBot.Lab.Firewalls;

namespace SpiBot.EndToEnd.Faults;

/// <summary>
/// One Lab for many kills: its SpiBots (one on SQLite, or replicas) are killed and started again beneath the people of the channel, who try again as
/// people do. Times are short, so that a story takes seconds.
/// </summary>
internal sealed class FaultyLab : IAsyncDisposable
{
    /// <summary>Longer than anything takes here, also on a machine that is busy with other things.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>What people are told while nothing can be stored.</summary>
    public const string StoreAway = "store does not answer";

    /// <summary>Long enough that a kill hits between a line and its answer, short enough that a look takes a second.</summary>
    private static readonly TimeSpan Thinking = TimeSpan.FromMilliseconds(20);

    /// <summary>Longer than another story takes to its step; then the session ends, of which a box has only five.</summary>
    private static readonly TimeSpan HeldFor = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource ending = new();
    private readonly TeamsActivities activities;
    private readonly Task following;
    private long invokes;

    private FaultyLab(RunningLab lab, JournalWatch journal, GatewayLine line)
    {
        Lab = lab;
        Journal = journal;
        Line = line;
        activities = new TeamsActivities(
            lab.Service.ServiceUrl,
            lab.Service.AppId,
            lab.Service.TenantId,
            TimeProvider.System
        );
        following = Follow();
    }

    public RunningLab Lab { get; }

    public JournalWatch Journal { get; }

    /// <summary>Leads to hq-fw1.</summary>
    public GatewayLine Line { get; }

    /// <summary>SpiBot's cards, each time as they then are.</summary>
    public Feed<CardSeen> Cards { get; } = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<FaultyLab> Start(int replicas = 1, IReadOnlyDictionary<string, string>? settings = null)
    {
        var journal = new JournalWatch();
        GatewayLine? line = null;
        var lab = await RunningLab.Start(
            new LabOptions
            {
                Scenario = "healthy",
                PagePort = null,
                Greets = false,
                Seed = 20_260_203,
                Replicas = replicas,
                SpiBotLog = journal,
                EditInventory = inventory =>
                {
                    inventory["leads"]!.AsArray().Add(Person.OtherLead.EntraObjectId);
                    var hq = inventory["gateways"]!["hq-fw1"]!;
                    line = new GatewayLine(hq["port"]!.GetValue<int>());
                    hq["port"] = line.Port;
                },
                Settings = new Dictionary<string, string>(settings ?? new Dictionary<string, string>())
                {
                    ["Remediations__BreakGlass"] = "true",
                    ["Remediations__TypeWithin"] = "00:00:03",
                    ["Remediations__ExecuteWithin"] = "00:00:01",
                    ["Remediations__LookEvery"] = "00:00:00.2",
                    ["Remediations__LookFor"] = "00:00:03",
                    ["Watches__LookEvery"] = "00:00:01",
                    ["Traces__Lasts"] = "00:00:01",
                    ["Debugs__Lasts"] = "00:00:01",
                    ["Debugs__TellWithin"] = "00:00:01",
                    ["Duties__RetryAfter"] = "00:00:00.2",
                    ["Duties__RetryAtMost"] = "00:00:01",
                    ["Outbox__RetryAfter"] = "00:00:00.2",
                    ["Outbox__RetryAtMost"] = "00:00:01",
                },
            },
            TimeProvider.System,
            _ => { },
            Ct
        );
        return new FaultyLab(lab, journal, line!);
    }

    /// <summary>Somebody says something; <paramref name="replica"/> gets it.</summary>
    /// <returns>False when SpiBot was not there, or went before it had said that it took it.</returns>
    public async Task<bool> Say(Person person, string text, int replica = 0) =>
        await Deliver(Said(person, text), replica) is { Status: >= 200 and < 300 };

    /// <summary>What somebody says as the channel sends it: to be delivered, also more than once.</summary>
    public JsonObject Said(Person person, string text)
    {
        var said = Lab.Channel.Say(person, text);
        return activities.Message(person, said.Id, said.ConversationId, text, mention: true);
    }

    /// <summary>A pressed button as the channel sends it: to be delivered, also more than once.</summary>
    /// <param name="filledIn">What is filled in beside it; null: nothing.</param>
    public JsonObject Pressed(
        Person person,
        CardSeen card,
        JsonElement button,
        (string Input, string Text)? filledIn = null
    )
    {
        var pressed = activities.CardAction(
            person,
            $"f:{Interlocked.Increment(ref invokes)}",
            card.On,
            button,
            button.Member("data")!.Value
        );
        if (filledIn is var (input, text))
            pressed["value"]!["action"]!["data"]![input] = text;
        return pressed;
    }

    /// <returns>Null when SpiBot was not there, or went before it had answered.</returns>
    public async Task<InvokeAnswer?> Press(JsonObject pressed, int replica = 0) =>
        await Deliver(pressed, replica) is { } answer ? InvokeAnswer.Read(answer.Status, answer.Body) : null;

    /// <returns>Null when SpiBot was not there, or went before it had answered.</returns>
    public async Task<(int Status, string Body)?> Deliver(JsonObject activity, int replica)
    {
        var process = Lab.SpiBots[replica];
        if (!process.Ready.IsCompletedSuccessfully)
            return null;
        try
        {
            return await Lab.Teams.Deliver(activity, new Uri(process.Address, "api/messages"), Ct);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            return null;
        }
    }

    public void Slow()
    {
        foreach (var gateway in Lab.Network.Gateways)
            Lab.Network.Firewall(gateway.Name).Traits = new FirewallTraits { Latency = Thinking };
    }

    /// <summary>It answers no line any more, until <see cref="Slow"/>.</summary>
    public void Hold(string gateway) => Lab.Network.Firewall(gateway).Traits = new FirewallTraits { Latency = HeldFor };

    /// <summary>What stands on the firewalls now, in words.</summary>
    public IReadOnlyList<string> Leftovers() =>
        Lab.Network.Look(world =>
            Lab.Network.Gateways.Select(gateway => Lab.Network.Firewall(gateway.Name))
                .SelectMany(box =>
                    world
                        .Of(box)
                        .Captures.Select(capture => $"the capture {capture.Name} on {box.Name}")
                        .Concat(world.Of(box).Debug.Peers.Select(peer => $"the debug of {peer} on {box.Name}"))
                )
                .ToList()
        );

    /// <summary>Waits until each pair of networks behind a peer has its SAs: after a clear a pair is back with its next packet, one before the other.</summary>
    public async Task AllPairsStand(string gateway, string peer)
    {
        using var limit = Limited();
        while (
            !Lab.Network.Look(world =>
                world
                    .Of(Lab.Network.Firewall(gateway))
                    .Peers.Where(one => one.Address.ToString() == peer)
                    .SelectMany(one => one.Selectors)
                    .All(pair => pair.Pairs.Count > 0)
            )
        )
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
    }

    /// <summary>Waits until a replica is ready.</summary>
    public async Task Up(int replica = 0)
    {
        using var limit = Limited();
        while (true)
        {
            var process = Lab.SpiBots[replica];
            try
            {
                await process.Ready.WaitAsync(limit.Token);
                if (!process.Ended.IsCompleted)
                    return;
            }
            catch (InvalidOperationException) when (process.WasKilled)
            {
                // Before it was ready; there is another by now, or soon.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
        }
    }

    /// <summary>The first card from <paramref name="from"/> on for which this holds.</summary>
    public async Task<CardSeen> NextCard(int from, Func<CardSeen, bool> holds, string what)
    {
        using var limit = Limited();
        try
        {
            await foreach (var card in Cards.From(from, limit.Token))
                if (holds(card))
                    return card;
        }
        catch (OperationCanceledException) when (!Ct.IsCancellationRequested)
        {
            Assert.Fail($"{what} did not come within {Limit}. {LastWords(from)}");
        }
        throw new InvalidOperationException("a feed does not end by itself");
    }

    /// <summary>The newest card of a plan.</summary>
    public CardSeen? CardOf(string plan) => Cards.Snapshot().LastOrDefault(card => card.Plan == plan);

    /// <summary>Waits until this line is typed, from the <paramref name="from"/>th on.</summary>
    public async Task<TypedLine> NextLine(int from, Func<TypedLine, bool> holds, CancellationToken ct)
    {
        while (true)
        {
            if (Lab.Network.TypedLines.Skip(from).FirstOrDefault(holds) is { } line)
                return line;
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, ct);
        }
    }

    public async Task<Written> NextEntry(int from, string kind, CancellationToken ct)
    {
        await foreach (var entry in Journal.Entries.From(from, ct))
            if (entry.Kind == kind)
                return entry;
        throw new InvalidOperationException("a feed does not end by itself");
    }

    public static CancellationTokenSource Limited()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(Limit);
        return limit;
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await following;
        await Lab.DisposeAsync();
        await Line.DisposeAsync();
        ending.Dispose();
        await Journal.DisposeAsync();
    }

    private async Task Follow()
    {
        try
        {
            await foreach (var message in Lab.Channel.Changes.From(0, ending.Token))
                if (CardSeen.Of(message) is { } card)
                    Cards.Add(card);
        }
        catch (OperationCanceledException)
        {
            // The Lab ends.
        }
    }

    /// <summary>What SpiBot said from the <paramref name="from"/>th card on, and logged: for whoever reads why a test failed.</summary>
    public string LastWords(int from) =>
        $"""
            SpiBot said:
            {string.Join('\n', Cards.Snapshot().Skip(from).Select(card => $"- {card.Text.Split('\n')[0]}"))}
            It logged:
            {string.Join('\n', Journal.Log.Split('\n').Where(line => !IsOfStack(line)).TakeLast(60))}
            """;

    private static bool IsOfStack(string line) => line.TrimStart().StartsWith("at ", StringComparison.Ordinal);
}
