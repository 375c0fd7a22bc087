using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using SpiBot.Channel.Activities;
using SpiBot.Channel.Connector;
using SpiBot.Lab.Azure;

namespace SpiBot.Tests.Channel;

/// <summary>A connector, and the channel that it speaks to: over TLS on the stand-in for Azure, and over plain HTTP beside the bot.</summary>
internal sealed class ConnectorBench : IAsyncDisposable
{
    private readonly ImpatientTime time = new();
    private readonly CountingCredential credential = new();
    private BotBench bot = null!;
    private int redirected;

    public static OutboundActivity Hello => new() { Text = "hello" };

    /// <summary>What the channel does with the next messages; after that it takes them.</summary>
    public ConcurrentQueue<Func<HttpContext, Task>> Answers { get; } = new();

    /// <summary>What reached the channel.</summary>
    public ConcurrentQueue<ReceivedRequest> Received { get; } = new();

    /// <summary>The paths at which somebody asked who is in a conversation.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>How long the connector waited before it tried again.</summary>
    public IReadOnlyCollection<TimeSpan> Waits => time.Waits;

    public int TokensGiven => credential.Given;

    /// <summary>How often it followed a redirect.</summary>
    public int Redirected => redirected;

    public AzureStandIn Azure { get; private set; } = null!;

    public IConnector Connector => bot.Connector;

    /// <summary>The channel's address without TLS.</summary>
    public string PlainHttp => new Uri(bot.Address, "/connector").AbsoluteUri;

    public Destination There =>
        new(new Uri(Azure.Origin, "/connector").AbsoluteUri, TeamsActivities.Thread, "28:bot", "tenant", null);

    public async ValueTask Start()
    {
        Azure = await AzureStandIn.Start(
            new Dictionary<string, string>(StringComparer.Ordinal),
            TestContext.Current.CancellationToken,
            MapConnector
        );
        bot = await BotBench.Start(Azure, time: time, credential: credential, also: MapConnector);
    }

    /// <summary>Another bot that speaks to the same channel.</summary>
    public Task<BotBench> Another(string environment = "Development", TokenCredential? credential = null) =>
        BotBench.Start(Azure, environment, time: time, credential: credential ?? this.credential);

    public ClientSecretCredential RealCredential(string? secret = null) =>
        new(Azure.TenantId, Azure.AppId, secret ?? Azure.ClientSecret, AzureClients.Options(Azure));

    public Task<ConnectorException> Fails() =>
        Assert.ThrowsAsync<ConnectorException>(() =>
            Connector.Send(There, Hello, TestContext.Current.CancellationToken)
        );

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await Azure.DisposeAsync();
    }

    private void MapConnector(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/connector/v3/conversations/{cid}/activities", Receive);
        routes.MapPut("/connector/v3/conversations/{cid}/activities/{id}", Receive);
        routes.MapGet("/connector/v3/conversations/{cid}/pagedmembers", Page);
        routes.MapGet("/connector/v3/conversations/{cid}/members/{id}", One);
        routes.MapPost("/elsewhere", () => Interlocked.Increment(ref redirected));
    }

    private IResult Page(HttpRequest request)
    {
        Asked.Enqueue(Uri.UnescapeDataString(request.Path));
        return Results.Text(
            request.Query["continuationToken"] == "more & more"
                ? """{"members":[{"id":"29:gus","name":"Gus","userRole":"guest"},{"name":"of no id"}]}"""
                : """
                {"members":[{"id":"29:lea","name":"Lea","objectId":"0a000000-0000-0000-0000-000000000001","userRole":"user","tenantId":"tenant"}],
                 "continuationToken":"more & more"}
                """,
            "application/json"
        );
    }

    private static IResult One(string id) =>
        id switch
        {
            "29:lea" => Results.Text("""{"id":"29:lea","name":"Lea"}""", "application/json"),
            "29:broken" => Results.StatusCode(500),
            _ => Results.Json(new { error = new { code = "MemberNotFoundInConversation" } }, statusCode: 404),
        };

    private async Task Receive(HttpContext context)
    {
        var body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var path = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        string? authorization = context.Request.Headers.Authorization;
        Received.Enqueue(new ReceivedRequest(context.Request.Method, path, authorization, body!));
        var number = Received.Count;
        await (Answers.TryDequeue(out var answer) ? answer(context) : Accept(context, $"id-{number}"));
    }

    public static Task Accept(HttpContext context, string id)
    {
        context.Response.StatusCode = (int)HttpStatusCode.Created;
        return context.Response.WriteAsJsonAsync(new JsonObject { ["id"] = id });
    }

    public static Func<HttpContext, Task> Refuse(int status, string code, string? retryAfter = null) =>
        context =>
        {
            context.Response.StatusCode = status;
            if (retryAfter is not null)
                context.Response.Headers.RetryAfter = retryAfter;
            var error = new JsonObject { ["code"] = code, ["message"] = "the body's own words" };
            return context.Response.WriteAsJsonAsync(new JsonObject { ["error"] = error });
        };
}

internal sealed record ReceivedRequest(string Method, string Path, string? Authorization, JsonNode Body);
