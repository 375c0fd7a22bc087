using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace SpiBot.Lab.Azure;

/// <summary>
/// The Lab's Microsoft Graph: <c>GET /v1.0/groups/{id}/transitiveMembers</c> and <c>GET /v1.0/teams/{id}/members</c>, two on a page. What nobody put there is
/// not found; while <see cref="Consented"/> is false, all is forbidden.
/// </summary>
public sealed class GraphGroups
{
    private const int PageSize = 2;

    /// <summary>By the group's id: the Entra object ids of the people in it.</summary>
    public ConcurrentDictionary<Guid, IReadOnlyList<Guid>> Groups { get; } = new();

    /// <summary>By the team's id: who is in it, with <c>owner</c>, <c>guest</c> or nothing.</summary>
    public ConcurrentDictionary<Guid, IReadOnlyList<(Guid Id, string? Role)>> Teams { get; } = new();

    /// <summary>Whether an administrator has given the app its permissions.</summary>
    public bool Consented { get; set; } = true;

    internal void Map(IEndpointRouteBuilder routes, EntraTokens entra, Func<Uri> origin)
    {
        routes.MapGet(
            "/v1.0/groups/{id:guid}/transitiveMembers",
            (Guid id, HttpRequest request) =>
                Answer(
                    request,
                    Groups.GetValueOrDefault(id)?.Select(member => User(member)).Prepend(InnerGroup()).ToList()
                )
        );
        routes.MapGet(
            "/v1.0/teams/{id:guid}/members",
            (Guid id, HttpRequest request) =>
                Answer(request, Teams.GetValueOrDefault(id)?.Select(member => Member(member.Id, member.Role)).ToList())
        );

        async Task<IResult> Answer(HttpRequest request, List<JsonObject>? members)
        {
            if (!await entra.Accepts(request.Headers.Authorization, EntraTokens.GraphAudience))
                return Error(401, "InvalidAuthenticationToken");
            if (!Consented)
                return Error(403, "Authorization_RequestDenied");
            if (members is null)
                return Error(404, "Request_ResourceNotFound");

            var skip = int.TryParse(request.Query["$skiptoken"], out var asked) ? asked : 0;
            var page = new JsonObject { ["value"] = new JsonArray([.. members.Skip(skip).Take(PageSize)]) };
            if (skip + PageSize < members.Count)
                page["@odata.nextLink"] = new Uri(origin(), $"{request.Path}?$skiptoken={skip + PageSize}").AbsoluteUri;
            return Results.Json(page);
        }
    }

    private static JsonObject User(Guid id) => new() { ["@odata.type"] = "#microsoft.graph.user", ["id"] = $"{id:D}" };

    /// <summary>A group within the group stands in the list beside the people in it.</summary>
    private static JsonObject InnerGroup() =>
        new() { ["@odata.type"] = "#microsoft.graph.group", ["id"] = $"{Guid.NewGuid():D}" };

    private static JsonObject Member(Guid id, string? role) =>
        new()
        {
            ["@odata.type"] = "#microsoft.graph.aadUserConversationMember",
            ["id"] = Convert.ToBase64String(id.ToByteArray()),
            ["roles"] = role is null ? new JsonArray() : new JsonArray(role),
            ["userId"] = $"{id:D}",
        };

    private static IResult Error(int status, string code) =>
        Results.Json(new { error = new { code, message = "see the code" } }, statusCode: status);
}
