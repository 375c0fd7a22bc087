namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>The longest IPv6 addresses leave no room for a command's words in full: see <see cref="Query{T}"/>.</summary>
internal static class FirstThatFits
{
    private const int Longest = 60;

    /// <param name="texts">The same command, written shorter and shorter; the last is taken in any case.</param>
    public static string Of(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Length <= Longest)
            {
                return text;
            }
        }

        return texts[^1];
    }
}
