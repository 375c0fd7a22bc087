using System.Net;
using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms;

namespace SpiBot.Gateways.Pasted;

/// <summary>
/// What somebody pasted, as lines: secrets masked, HTML (<c>&lt;pre&gt;</c>, <c>&lt;br&gt;</c>, <c>&amp;nbsp;</c>) and Markdown code fences taken away. Only tags that a chat or a web page
/// writes are HTML here: <c>&lt;--- More ---&gt;</c> and the <c>&lt;131073</c> of Junos are not.
/// </summary>
public static partial class PastedText
{
    /// <summary>The way in for every pasted or saved text.</summary>
    public static AnswerText Of(string pasted) => AnswerText.Of(Plain(pasted));

    /// <summary>The text without secrets and markup.</summary>
    public static string Plain(string pasted)
    {
        var text = SecretMask.Of(pasted);
        if (Markup().IsMatch(text))
        {
            text = Break().Replace(text, "\n");
            text = Tag().Replace(text, " ");
            text = WebUtility.HtmlDecode(text);
        }

        text = Fence().Replace(text, "\n").Replace('`', ' ');
        // What markup had hidden is seen now.
        return SecretMask.Of(text);
    }

    private const RegexOptions Options =
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    private const string Tags =
        "p|div|pre|code|codeblock|br|span|b|i|u|s|em|strong|font|table|tbody|thead|tr|td|th|ul|ol|li|blockquote|a|h[1-6]|html|head|body|hr|at|attachment|readonly";

    [GeneratedRegex($@"</?({Tags})(\s[^<>]*)?/?>|&(nbsp|lt|gt|amp|quot|#[0-9]+|#x[0-9a-f]+);", Options)]
    private static partial Regex Markup();

    [GeneratedRegex(
        @"<br(\s[^<>]*)?/?>|</?(p|div|pre|codeblock|table|tr|li|blockquote|h[1-6]|hr)(\s[^<>]*)?/?>",
        Options
    )]
    private static partial Regex Break();

    [GeneratedRegex($@"</?({Tags})(\s[^<>]*)?/?>", Options)]
    private static partial Regex Tag();

    [GeneratedRegex("(```|~~~)[a-z]*", Options)]
    private static partial Regex Fence();
}
