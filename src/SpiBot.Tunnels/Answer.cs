using System.Diagnostics.CodeAnalysis;

namespace SpiBot.Tunnels;

/// <summary>Makes <see cref="Answer{T}"/> without spelling out the type.</summary>
public static class Answer
{
    public static Answer<T> Of<T>(T value)
        where T : class => new(value, NotRead: null);

    public static Answer<T> NotRead<T>(string because)
        where T : class => new(Value: null, because);

    /// <summary>Nobody asked: that is nothing to tell anybody about.</summary>
    public static Answer<T> NotAsked<T>()
        where T : class => new(Value: null, NotAskedWords);

    /// <summary>This kind of box has no such thing: nothing is missing where it is not read.</summary>
    public static Answer<T> NoSuchThing<T>(string because)
        where T : class => new(Value: null, because) { Exists = false };

    /// <summary>What another answer says, in another form.</summary>
    public static Answer<TTo> To<TFrom, TTo>(this Answer<TFrom> answer, Func<TFrom, TTo> form)
        where TFrom : class
        where TTo : class =>
        new(answer.Value is { } value ? form(value) : null, answer.NotRead) { Exists = answer.Exists };

    internal const string NotAskedWords = "not asked";
}

/// <summary>
/// What one command of a reading answered. Exactly one of the two is set: the value, or why it was not read, in words
/// for a card ("the device refused it: Command authorization failed"). Not read is not the same as nothing there.
/// </summary>
public sealed record Answer<T>(T? Value, string? NotRead)
    where T : class
{
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(NotRead))]
    [System.Text.Json.Serialization.JsonIgnore]
    public bool WasRead => Value is not null;

    /// <summary>False where this kind of box has nothing of the kind, so that nobody misses it.</summary>
    public bool Exists { get; init; } = true;
}
