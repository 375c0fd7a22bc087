using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SpiBot.Lab.Channel;

namespace SpiBot.Tests.Lab.Channel;

/// <summary>A web server on loopback with a few endpoints of a test's own.</summary>
internal sealed class SmallServer(WebApplication app) : IAsyncDisposable
{
    public Uri Address { get; } =
        new(
            app.Services.GetRequiredService<IServer>()
                .Features.GetRequiredFeature<IServerAddressesFeature>()
                .Addresses.Single()
        );

    public static async Task<SmallServer> Start(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return new SmallServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }
}

/// <summary>
/// A channel with a bot at the other end of real HTTP. What the bot does is the test's: it gets each activity and may send, update and
/// delete through the connector; what it returns answers an invoke.
/// </summary>
internal sealed class ChannelWithBot : IAsyncDisposable
{
    private readonly HttpClient http = new();
    private readonly List<SmallServer> servers = [];

    public delegate Task<object?> Bot(JsonElement activity, ChannelWithBot channel);

    public IncidentChannel Channel { get; } = new(TimeProvider.System);

    public TeamsClient Teams { get; private set; } = null!;

    public Uri Connector { get; private set; } = null!;

    public List<string?> TokensSeen { get; } = [];

    public List<JsonElement> Activities { get; } = [];

    public static async Task<ChannelWithBot> Start(Bot bot, int botStatus = 200)
    {
        var it = new ChannelWithBot();
        var connector = await SmallServer.Start(app =>
            ConnectorEndpoints.Map(app, it.Channel, header => header == "Bearer of-the-bot")
        );
        var server = await SmallServer.Start(app =>
            app.MapPost(
                "/api/messages",
                async (HttpRequest request) =>
                {
                    it.TokensSeen.Add(request.Headers.Authorization);
                    var activity = await request.ReadFromJsonAsync<JsonElement>();
                    it.Activities.Add(activity);
                    return botStatus != 200 ? Results.StatusCode(botStatus) : Results.Json(await bot(activity, it));
                }
            )
        );
        it.servers.AddRange([connector, server]);
        it.Connector = new Uri(connector.Address, ConnectorEndpoints.Path.TrimStart('/') + "/");
        it.Teams = new TeamsClient(
            it.Channel,
            new TeamsActivities(it.Connector.AbsoluteUri, "app-id", "tenant-id", TimeProvider.System),
            it.http,
            () => new Uri(server.Address, "api/messages"),
            () => "of-the-channel"
        );
        return it;
    }

    public async Task<HttpResponseMessage> Call(
        HttpMethod method,
        string path,
        object? body,
        string? token = "of-the-bot"
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(Connector, path));
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<string> Send(JsonElement answering, object activity)
    {
        using var sent = await Call(
            HttpMethod.Post,
            $"v3/conversations/{Conversation(answering)}/activities",
            activity
        );
        Assert.Equal(HttpStatusCode.Created, sent.StatusCode);
        var id = (await sent.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).Text("id");
        return id ?? throw new InvalidOperationException("The message got no id.");
    }

    public async Task Update(JsonElement answering, string id, object activity)
    {
        using var updated = await Call(
            HttpMethod.Put,
            $"v3/conversations/{Conversation(answering)}/activities/{id}",
            activity
        );
        Assert.Equal(HttpStatusCode.OK, updated.StatusCode);
    }

    public static string Conversation(JsonElement activity) =>
        Uri.EscapeDataString(activity.Member("conversation")!.Value.Text("id")!);

    /// <summary>A message with a card of one line, and buttons by title and verb.</summary>
    public static object Card(string words, bool final, params (string Title, string Verb)[] buttons) =>
        new
        {
            type = "message",
            attachments = new[]
            {
                new { contentType = "application/vnd.microsoft.card.adaptive", content = CardContent(words, buttons) },
            },
            channelData = new { spibot = new { final } },
        };

    public static object CardContent(string words, params (string Title, string Verb)[] buttons) =>
        new
        {
            type = "AdaptiveCard",
            version = "1.5",
            body = new[] { new { type = "TextBlock", text = words } },
            actions = buttons.Select(b => new
            {
                type = "Action.Execute",
                title = b.Title,
                verb = b.Verb,
                data = new { of = words },
            }),
        };

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
            await server.DisposeAsync();
        http.Dispose();
    }
}
