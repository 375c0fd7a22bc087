using System.Diagnostics.CodeAnalysis;

namespace SpiBot.Tunnels;

/// <summary>Why a text was not understood: which command's output, where (1-based line), what was expected there and what stood there.</summary>
public sealed record ParseFailure(string Command, int Line, string Expected, string Found)
{
    public override string ToString() => $"{Command}: line {Line}: expected {Expected}, found \"{Found}\"";
}

/// <summary>Makes <see cref="Parsed{T}"/> without spelling out the type.</summary>
public static class Parsed
{
    public static Parsed<T> Of<T>(T value)
        where T : class => new(value, failure: null);

    public static Parsed<T> Fail<T>(string command, int line, string expected, string found)
        where T : class => new(value: null, new ParseFailure(command, line, expected, Shorten(found)));

    public static Parsed<T> Fail<T>(ParseFailure failure)
        where T : class => new(value: null, failure);

    private static string Shorten(string found) => found.Length <= 80 ? found : found[..80] + "…";
}

/// <summary>What came of reading a text: a value, or the place where it was not understood. Reading never throws on any text.</summary>
public sealed class Parsed<T>
    where T : class
{
    internal Parsed(T? value, ParseFailure? failure)
    {
        Value = value;
        Failure = failure;
    }

    public T? Value { get; }

    public ParseFailure? Failure { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Value is not null;
}
