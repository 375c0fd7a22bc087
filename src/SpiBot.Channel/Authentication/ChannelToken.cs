namespace SpiBot.Channel.Authentication;

/// <summary>
/// What a token with a valid signature, issuer, audience and lifetime says: which serviceUrl it was made for (null when it says none),
/// and for which channels its key may sign.
/// </summary>
internal sealed record ChannelToken(string? ServiceUrl, IReadOnlySet<string> Endorsements);

/// <summary>A token accepted, or the reason why not.</summary>
internal abstract record TokenVerdict
{
    public sealed record Valid(ChannelToken Token) : TokenVerdict;

    public sealed record Refused(Refusal Refusal) : TokenVerdict;
}
