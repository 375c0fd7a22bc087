using System.Text.Json.Nodes;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;

namespace SpiBot.Cards;

/// <summary>The buttons, and the verbs by which they come back. Older clients without Action.Execute show none: every button is also a command to type.</summary>
public static class CardButtons
{
    /// <summary>Says a command as if it had been typed: <c>{"text":"check 203.0.113.9"}</c>.</summary>
    public const string Say = "say";

    /// <summary><c>{"check":id,"remedy":index}</c>.</summary>
    public const string Propose = "propose";

    /// <summary><c>{"remediation":id,"digest":…}</c>, with the input <c>ticket</c> where a ticket's number is asked for.</summary>
    public const string Approve = "approve";

    /// <summary>As approve, with the input <c>breakGlassReason</c>.</summary>
    public const string BreakGlass = "break-glass";

    /// <summary>As approve, with the input <c>reason</c>.</summary>
    public const string Deny = "deny";

    /// <summary><c>{"check":id}</c>, with the input <c>pasted</c>.</summary>
    public const string Paste = "paste";

    public const string Pasted = "pasted";

    /// <summary><c>{"remediation":id,"digest":…}</c>: the line was typed before the crash.</summary>
    public const string WasTyped = "was-typed";

    public const string WasNotTyped = "was-not-typed";

    public const string Reason = "reason";

    /// <summary>An id of its own: inputs of one card must differ, those that are folded away too.</summary>
    public const string BreakGlassReason = "breakGlassReason";

    public static JsonObject Saying(string title, string text) =>
        Execute(title, Say, new JsonObject { ["text"] = text });

    public static JsonObject Proposing(string title, string check, int remedy, bool primary) =>
        Execute(title, Propose, new JsonObject { ["check"] = check, ["remedy"] = remedy }, primary ? "positive" : null);

    public static JsonObject Approving(string remediation, string digest) =>
        Execute("Approve", Approve, Decision(remediation, digest), "positive");

    public static JsonObject Denying(string remediation, string digest) =>
        WithReason(
            Reason,
            "Deny",
            "Why not?",
            "A reason helps whoever proposed it.",
            Execute("Deny it", Deny, Decision(remediation, digest))
        );

    public static JsonObject BreakingGlass(string remediation, string digest) =>
        WithReason(
            BreakGlassReason,
            "Approve alone",
            "Why can nobody else approve it? The whole channel will read this.",
            "Approving alone needs a reason.",
            Execute("Approve it alone", BreakGlass, Decision(remediation, digest), "destructive")
        );

    public static JsonObject Answering(string remediation, string digest, bool wasTyped) =>
        wasTyped
            ? Execute("It was typed", WasTyped, Decision(remediation, digest))
            : Execute("It was not typed", WasNotTyped, Decision(remediation, digest));

    /// <summary>The field for a ticket's number; what stands in it comes back with Approve.</summary>
    public static JsonObject TicketField(string pattern) =>
        new()
        {
            ["type"] = "Input.Text",
            ["id"] = "ticket",
            ["label"] = "Ticket",
            ["placeholder"] = $"looks like {pattern}",
            ["regex"] = $"^(?:{pattern})$",
            ["maxLength"] = TicketPattern.Longest,
            ["errorMessage"] = $"An approval needs the number of a ticket that looks like {pattern}.",
        };

    /// <summary>Unfolds a text that can be selected and copied, on a phone too: what stands in a card itself cannot.</summary>
    public static JsonObject Copying(string title, string id, string hint, string text) =>
        Unfolding(
            title,
            [
                new JsonObject
                {
                    ["type"] = "Input.Text",
                    ["id"] = id,
                    ["label"] = hint,
                    ["isMultiline"] = true,
                    ["value"] = text,
                },
            ],
            []
        );

    /// <summary>Unfolds a box for the other side's output.</summary>
    public static JsonObject Pasting(string check) =>
        Unfolding(
            "Paste their output",
            [
                new JsonObject
                {
                    ["type"] = "Input.Text",
                    ["id"] = Pasted,
                    ["label"] =
                        "What their command printed, whole and as it is. Session keys are masked before anything else is done with it.",
                    ["isMultiline"] = true,
                    ["maxLength"] = PasteLimit.Characters,
                    ["isRequired"] = true,
                    ["errorMessage"] = "Paste the output of the other side's command.",
                },
            ],
            [Execute("Compare both ends", Paste, new JsonObject { ["check"] = check })]
        );

    public static JsonObject Toggling(string title, string id) =>
        new()
        {
            ["type"] = "Action.ToggleVisibility",
            ["title"] = title,
            ["targetElements"] = new JsonArray(id),
        };

    /// <summary>Unfolds a field for a reason, which has to be filled in, and the button itself.</summary>
    private static JsonObject WithReason(string id, string title, string question, string missing, JsonObject button) =>
        Unfolding(
            title,
            [
                new JsonObject
                {
                    ["type"] = "Input.Text",
                    ["id"] = id,
                    ["label"] = question,
                    ["maxLength"] = Press.LongestReason,
                    ["isRequired"] = true,
                    ["errorMessage"] = missing,
                },
            ],
            [button]
        );

    private static JsonObject Unfolding(string title, JsonArray body, JsonArray actions) =>
        new()
        {
            ["type"] = "Action.ShowCard",
            ["title"] = title,
            ["card"] = new JsonObject
            {
                ["type"] = "AdaptiveCard",
                ["body"] = body,
                ["actions"] = actions,
            },
        };

    private static JsonObject Decision(string remediation, string digest) =>
        new() { ["remediation"] = remediation, ["digest"] = digest };

    private static JsonObject Execute(string title, string verb, JsonObject data, string? style = null)
    {
        var action = new JsonObject
        {
            ["type"] = "Action.Execute",
            ["title"] = title,
            ["verb"] = verb,
            ["data"] = data,
        };
        if (style is not null)
        {
            action["style"] = style;
        }

        return action;
    }
}
