namespace SpiBot.Lab.Channel;

/// <summary>
/// Somebody in the incident channel. <see cref="Key"/> is the Lab's short name; <see cref="Mri"/> (29:…) is who Teams says acted,
/// unique per bot and person; <see cref="EntraObjectId"/> is what the inventory's <c>leads</c> lists.
/// </summary>
public sealed record Person(string Key, string Name, string Mri, string EntraObjectId)
{
    public static readonly Person OnCallEngineer = new(
        "engineer",
        "On-call engineer",
        "29:1mNq0xJc5kVb2Jr7wTzG8oYhQeL4aPdS6uXfR9iCkM3vBnWyZt1EoHsKjUgDl",
        "6d1f4b7e-2c38-4f0a-9b51-0e8f5a7c3d21"
    );

    public static readonly Person Lead = new(
        "lead",
        "Lead",
        "29:1sKd8rWq3hTg6Lm9vFyB2cZuXoN5eJpA7iVbQ4xRnH0wMtEaYk2GlCjSfUzDo",
        "c4a9e2d0-7b16-4d83-8f2e-51b3c6d70e94"
    );

    /// <summary>A member like the others, but without a place on the page; a lead where the inventory says so.</summary>
    public static readonly Person OtherLead = new(
        "other-lead",
        "Another lead",
        "29:1pXe5kTzC9wQn4Dj8uRbM1sHyVfA6gLoJ3iKq7tNcW2xBvZrPdEhUmYlSaGoF0",
        "0b7d1c52-6a0e-4f3d-9c41-8d2e5f6a7b80"
    );

    /// <summary>Whose view the page shows.</summary>
    public static readonly IReadOnlyList<Person> All = [OnCallEngineer, Lead];

    /// <summary>Who is in the channel.</summary>
    public static readonly IReadOnlyList<Person> Members = [.. All, OtherLead];

    public static Person? Find(string? key) => All.FirstOrDefault(person => person.Key == key);
}
