using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SpiBot.Lab.Channel;

namespace SpiBot.Lab.Page;

/// <summary>What the page does for a person: say, press, and switch the scenario. Each answers with <c>{"problem"}</c>, null when it worked.</summary>
internal static class PageActs
{
    public static void Map(IEndpointRouteBuilder routes, PageSources sources)
    {
        routes.MapPost(
            "/lab/say",
            async (Saying saying, CancellationToken ct) =>
                Person.Find(saying.Person) is not { } person || string.IsNullOrWhiteSpace(saying.Text)
                    ? Unheard("Who says what?")
                    : Done(await sources.Teams.Say(person, saying.Text, saying.Mention, ct))
        );
        routes.MapPost(
            "/lab/press",
            async (Pressing pressing, CancellationToken ct) =>
            {
                if (Person.Find(pressing.Person) is not { } person)
                    return Unheard("Who pressed?");
                if (sources.Channel.Find(pressing.Message) is not { Deleted: false } message)
                    return Unheard("There is no such message.");
                var answer = await sources.Teams.Press(person, message, pressing.Action, pressing.Data, ct);
                return Done(answer?.Kind == InvokeAnswerKind.Error ? answer.AsText() : null);
            }
        );
        routes.MapPost(
            "/lab/scenario",
            (Choosing choosing) =>
            {
                if (sources.Scenarios.All(scenario => scenario.Name != choosing.Name))
                    return Unheard("There is no such scenario.");
                sources.Switch(choosing.Name);
                return Done(null);
            }
        );
    }

    private static IResult Done(string? problem) => Results.Json(new { problem });

    private static IResult Unheard(string why) => Results.Json(new { problem = why }, statusCode: 400);

    private sealed record Saying(string Person, string Text, bool Mention);

    private sealed record Pressing(string Person, string Message, JsonElement Action, JsonElement Data);

    private sealed record Choosing(string Name);
}
