namespace SpiBot.Gateways.Platforms.StrongSwan;

/// <summary>How lines begin by which a Linux host, or <c>swanctl</c>, says that it did not do what was typed; and those that say nothing of the kind.</summary>
internal static class LinuxRefusals
{
    public static readonly IReadOnlyList<string> All =
    [
        // A shell puts its name before what it does not find or may not run.
        .. new[] { "bash", "rbash", "sh", "dash", "ash", "ksh", "zsh", "fish" }.SelectMany(shell =>
            new[] { $"{shell}: ", $"-{shell}: " }
        ),
        "sudo: ",
        "Sorry, user ",
        "Permission denied",
        "connecting to '",
        "Error: ",
        "terminate failed: ",
        "initiate failed: ",
        "list-sas request failed: ",
        "stats request failed: ",
        "cat: ",
    ];

    /// <summary>swanctl tells of every plugin that it knows and the host does not have; sudo of a name that DNS does not know.</summary>
    public static readonly IReadOnlyList<string> Harmless = ["plugin '", "sudo: unable to resolve host "];
}
