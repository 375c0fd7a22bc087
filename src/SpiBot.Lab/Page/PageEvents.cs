using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using SpiBot.Lab.Channel;

namespace SpiBot.Lab.Page;

/// <summary>
/// What the page hears, as server-sent events: <c>start</c> with everything so far, then <c>message</c> (one, as it is now),
/// <c>console</c> and <c>scenario</c> as they happen.
/// </summary>
internal static class PageEvents
{
    public static void Map(WebApplication app, PageSources sources) =>
        app.MapGet(
            "/lab/events",
            async (HttpContext context) =>
            {
                using var ending = CancellationTokenSource.CreateLinkedTokenSource(
                    context.RequestAborted,
                    app.Lifetime.ApplicationStopping
                );
                context.Response.ContentType = "text/event-stream";
                try
                {
                    await Stream(sources, context.Response, ending.Token);
                }
                catch (OperationCanceledException)
                {
                    // The page was closed, or the Lab ends.
                }
            }
        );

    private static async Task Stream(PageSources sources, HttpResponse response, CancellationToken ct)
    {
        var (messages, nextMessage) = sources.Channel.Snapshot();
        var lines = sources.Consoles.Snapshot();
        await Send(
            response,
            "start",
            new
            {
                persons = Person.All.Select(person => new { person.Key, person.Name }),
                scenarios = sources.Scenarios,
                scenario = sources.Scenario(),
                messages,
                consoles = lines,
            },
            ct
        );

        var news = System.Threading.Channels.Channel.CreateUnbounded<(string Event, object Data)>();
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var pumps = Task.WhenAll(
            Pump(sources.Channel.Changes.From(nextMessage, reading.Token), "message"),
            Pump(sources.Consoles.From(lines.Count, reading.Token), "console")
        );
        try
        {
            await foreach (var (name, data) in news.Reader.ReadAllAsync(ct))
            {
                await Send(response, name, data, ct);
                // A new thread begins with a dividing line: the scenario may have changed with it.
                if (data is ChannelMessage { Author: ChannelMessage.Lab })
                    await Send(response, "scenario", new { name = sources.Scenario() }, ct);
            }
        }
        finally
        {
            await reading.CancelAsync();
            await pumps;
        }

        async Task Pump<T>(IAsyncEnumerable<T> feed, string name)
            where T : class
        {
            try
            {
                await foreach (var item in feed)
                    news.Writer.TryWrite((name, item));
            }
            catch (OperationCanceledException)
            {
                // Nobody reads any more.
            }
        }
    }

    private static async Task Send(HttpResponse response, string name, object data, CancellationToken ct)
    {
        // JSON has no line breaks of its own: one data line.
        var json = JsonSerializer.Serialize(data, data.GetType(), Json.Readable);
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes($"event: {name}\ndata: {json}\n\n"), ct);
        await response.Body.FlushAsync(ct);
    }
}
