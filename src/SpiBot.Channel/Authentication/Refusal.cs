namespace SpiBot.Channel.Authentication;

/// <summary>Why a request is not answered: 401 without a valid token, 403 with a valid one that does not fit, 503 when it cannot be judged now. The reason never holds token or body.</summary>
internal sealed record Refusal(int Status, string Reason)
{
    public static Refusal Unauthorized(string reason) => new(401, reason);

    public static Refusal Forbidden(string reason) => new(403, reason);
}
