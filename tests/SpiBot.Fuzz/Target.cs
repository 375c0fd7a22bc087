using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Json;
using SpiBot.Commands;
using SpiBot.Gateways;
using SpiBot.Gateways.Pasted;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Gateways.Ssh;
using SpiBot.Operations.Storage;
using SpiBot.Tunnels;

namespace SpiBot.Fuzz;

/// <summary>Something that takes text from a device, a paste or a person, and what has to hold whatever the text is.</summary>
/// <param name="Read">What does not hold; null when all does. It throws where the code under test does.</param>
public sealed record Target(string Name, Func<string, string?> Read)
{
    private const string Key = "00112233445566778899aabbccddeeff0123456789";

    private static readonly IPAddress Peer = IPAddress.Parse("203.0.113.9");

    /// <summary>Every command's reader of every platform, found by its form, and the ways in for pasted text, terminals and chat.</summary>
    public static IReadOnlyList<Target> All { get; } =
    [
        .. typeof(AnswerLine)
            .Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("SpiBot.Gateways.Platforms", StringComparison.Ordinal) == true)
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .Where(IsReader)
            .OrderBy(method => method.DeclaringType!.FullName, StringComparer.Ordinal)
            .Select(OfReader),
        InParts(ShowCryptoIpsecSa.Peer(Peer)),
        InParts(ShowCryptoIkev1Sa.Peer(Peer)),
        InParts(ShowCryptoIkev2Sa.Peer(Peer)),
        InParts(ShowCryptoMap.Peer(Peer)),
        new("PastedOutput", Pasted),
        new("Recognition", text => Failure(Recognition.Find(text))),
        new("SavedSession", Saved),
        new("SecretMask", Masked),
        new("TerminalText", OnTerminal),
        new(
            "CommandGrammar",
            text => CommandGrammar.Parse(text[..Math.Min(text.Length, 2_000)]) is null ? "no command" : null
        ),
    ];

    private static bool IsReader(MethodInfo method) =>
        method.Name.StartsWith("Read", StringComparison.Ordinal)
        && method.GetParameters() is [{ ParameterType: var type }]
        && type == typeof(AnswerText)
        && method.ReturnType is { IsGenericType: true } returned
        && returned.GetGenericTypeDefinition() == typeof(Parsed<>);

    private static Target OfReader(MethodInfo method)
    {
        var read = method.CreateDelegate<Func<AnswerText, object>>();
        var (value, failure) = (method.ReturnType.GetProperty("Value")!, method.ReturnType.GetProperty("Failure")!);
        return new(
            $"{method.DeclaringType!.Namespace!.Split('.')[^1]}.{method.DeclaringType.Name}.{method.Name}",
            text =>
            {
                var parsed = read(text);
                return failure.GetValue(parsed) is ParseFailure failed
                    ? Located(failed)
                    : ListedSpis.NotIn(text, value.GetValue(parsed)!);
            }
        );
    }

    /// <summary>However an answer comes in parts, it is read as the whole is.</summary>
    private static Target InParts<T>(Query<T> query)
        where T : class =>
        new(
            $"{query.Text}, in parts",
            text =>
            {
                text = text.ReplaceLineEndings("\n");
                var reader = query.Reader();
                var rest = text.AsMemory();
                for (
                    var lines = 1;
                    EndOf(rest.Span, lines) is { } end && end < rest.Length;
                    lines = (lines % 5) + 1, rest = rest[end..]
                )
                {
                    reader.Take(rest[..end]);
                }

                var (parts, whole) = (reader.End(rest), query.Read(text));
                return
                    parts.Failure == whole.Failure
                    && JsonSerializer.Serialize(parts.Value, OperationsJson.Options)
                        == JsonSerializer.Serialize(whole.Value, OperationsJson.Options)
                    ? null
                    : $"in parts: {parts.Failure?.ToString() ?? "read"}; as a whole: {whole.Failure?.ToString() ?? "read"}";
            }
        );

    /// <summary>Behind so many line ends; null where there are fewer.</summary>
    private static int? EndOf(ReadOnlySpan<char> text, int lines)
    {
        var end = 0;
        for (; lines > 0; lines--)
        {
            var length = text[end..].IndexOf('\n');
            if (length < 0)
            {
                return null;
            }

            end += length + 1;
        }

        return end;
    }

    private static string? Failure<T>(Parsed<T> parsed)
        where T : class => parsed.Succeeded ? null : Located(parsed.Failure);

    private static string? Located(ParseFailure failure) =>
        failure.Line < 1 ? $"a failure at line {failure.Line}"
        : failure.Expected.Length == 0 ? "a failure that expected nothing"
        : null;

    private static string? Pasted(string text)
    {
        var pasted = PastedOutput.Read(text);
        return pasted.Understood.Count + pasted.NotUnderstood.Count == 0
            ? "no answer"
            : pasted
                .Understood.Select(output => ListedSpis.NotIn(PastedText.Plain(text), output.Value))
                .FirstOrDefault(wrong => wrong is not null);
    }

    private static string? Saved(string text)
    {
        foreach (var answer in SavedSession.Of(text).Looks.SelectMany(look => look))
        {
            if (Failure(answer.Read()) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    /// <summary>Masking twice is masking once, and a key that stands where keys stand is gone, whatever is around it.</summary>
    private static string? Masked(string text)
    {
        var once = SecretMask.Of(text);
        if (SecretMask.Of(once) != once)
        {
            return "masked text is masked again";
        }

        var half = text.Length / 2;
        var planted = $"{text[..half]}\n enc cbc(aes) 0x{Key}\n{text[half..]}";
        return
            SecretMask.Of(planted).Contains(Key, StringComparison.OrdinalIgnoreCase)
            || PastedText.Plain(planted).Contains(Key, StringComparison.OrdinalIgnoreCase)
            ? "a key came through"
            : null;
    }

    /// <summary>However the bytes are split, the same stands on the terminal.</summary>
    private static string? OnTerminal(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var (whole, split) = (new TerminalText("<--- More --->"), new TerminalText("<--- More --->"));
        whole.Take(bytes);
        for (var at = 0; at < bytes.Length; )
        {
            var length = Math.Min(1 + (at % 7), bytes.Length - at);
            split.Take(bytes.AsSpan(at, length));
            at += length;
        }

        return whole.Lines == split.Lines && whole.CurrentLine.SequenceEqual(split.CurrentLine)
            ? null
            : "split bytes give another text";
    }
}
