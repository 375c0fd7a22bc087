using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Microsoft.Extensions.Options;
using SpiBot.Channel.Activities;

namespace SpiBot.Channel.People;

/// <summary>
/// The directory by Microsoft Graph 1.0, with the bot's own identity: <c>GET /groups/{id}/transitiveMembers</c> (permission GroupMember.Read.All) and
/// <c>GET /teams/{id}/members</c> (TeamMember.Read.All).
/// </summary>
internal sealed class GraphDirectory(
    IHttpClientFactory http,
    TokenCredential credential,
    IOptions<ChannelOptions> options
) : IDirectory
{
    private const int MostPages = 50;
    private const string User = "#microsoft.graph.user";

    public async Task<IReadOnlyList<Guid>> GroupMembers(Guid group, CancellationToken ct) =>
        [
            .. (
                await Read(
                    $"groups/{group:D}/transitiveMembers?$select=id&$top=999",
                    $"the group {group:D}",
                    "GroupMember.Read.All",
                    ct
                )
            )
                .Where(member => JsonText.In(member, "@odata.type") == User)
                .Select(member => Id(member, "id"))
                .OfType<Guid>(),
        ];

    public async Task<IReadOnlyList<TeamMember>> TeamMembers(Guid team, CancellationToken ct) =>
        [
            .. (
                await Read($"teams/{team:D}/members?$top=999", $"the team {team:D}", "TeamMember.Read.All", ct)
            ).SelectMany(member =>
                Id(member, "userId") is { } id
                    ? [new TeamMember(id, HasRole(member, "owner"), HasRole(member, "guest"))]
                    : Array.Empty<TeamMember>()
            ),
        ];

    private async Task<List<JsonObject>> Read(string path, string whom, string permission, CancellationToken ct)
    {
        var origin = new Uri(options.Value.Graph);
        try
        {
            var token = await credential.GetTokenAsync(new TokenRequestContext([options.Value.GraphScope]), ct);
            var members = new List<JsonObject>();
            var page = new Uri(origin, $"/v1.0/{path}");
            for (var pages = 1; ; pages++)
            {
                var answer = await Page(page, token.Token, whom, permission, ct);
                members.AddRange((answer["value"] as JsonArray ?? []).OfType<JsonObject>());
                if (JsonText.In(answer, "@odata.nextLink") is not { } next)
                {
                    return members;
                }

                // The token goes nowhere but to Graph, whatever an answer says.
                page = new Uri(next);
                if (
                    pages == MostPages
                    || Uri.Compare(
                        page,
                        origin,
                        UriComponents.SchemeAndServer,
                        UriFormat.Unescaped,
                        StringComparison.OrdinalIgnoreCase
                    ) != 0
                )
                {
                    throw new DirectoryException(
                        $"Microsoft Graph's list of the members of {whom} does not come to an end."
                    );
                }
            }
        }
        catch (Exception e)
            when (e is HttpRequestException or JsonException or UriFormatException or InvalidOperationException)
        {
            throw new DirectoryException(
                $"Microsoft Graph did not say who is in {whom}: it could not be reached, or gave an answer that is none.",
                e
            );
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new DirectoryException($"Microsoft Graph did not say in time who is in {whom}.", e);
        }
        catch (Azure.Identity.AuthenticationFailedException e)
        {
            throw new DirectoryException(
                $"Who is in {whom} could not be asked: SpiBot's identity gets no token for Microsoft Graph.",
                e
            );
        }
    }

    private async Task<JsonObject> Page(Uri page, string token, string whom, string permission, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var client = http.CreateClient(BotChannel.HttpClientName);
        using var response = await client.SendAsync(request, ct);
        var status = (int)response.StatusCode;
        return status switch
        {
            200 => JsonNode.Parse(await response.Content.ReadAsStringAsync(ct)) as JsonObject
                ?? throw new JsonException("no object"),
            401 or 403 => throw new DirectoryException(
                $"Microsoft Graph does not let SpiBot see who is in {whom} ({status}): give its identity the application permission {permission}."
            ),
            404 => throw new DirectoryException(
                $"Microsoft Graph knows nothing of {whom} (404): correct it in the inventory."
            ),
            _ => throw new DirectoryException($"Microsoft Graph did not say who is in {whom} (it answered {status})."),
        };
    }

    private static bool HasRole(JsonObject member, string role) =>
        member["roles"] is JsonArray roles
        && roles.OfType<JsonValue>().Any(value => value.TryGetValue(out string? text) && text == role);

    private static Guid? Id(JsonObject json, string name) =>
        Guid.TryParse(JsonText.In(json, name), out var id) ? id : null;
}
