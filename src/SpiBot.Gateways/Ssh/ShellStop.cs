namespace SpiBot.Gateways.Ssh;

/// <summary>Why a wait for the shell ended.</summary>
internal enum ShellStop
{
    /// <summary>What was waited for stands on the terminal, and nothing followed it.</summary>
    Done,

    /// <summary>A part of a long answer: whole lines, and more follow.</summary>
    More,

    /// <summary>The connection went away.</summary>
    Closed,

    /// <summary>Nothing came for too long.</summary>
    Silent,

    /// <summary>More came than a session takes.</summary>
    TooLong,

    /// <summary>Lines were typed ahead, and the box stands at its prompt without having answered each.</summary>
    OutOfStep,

    /// <summary>It was not typed: the caller's permission had ended at the moment of writing.</summary>
    NotAllowed,

    /// <summary>It was not typed: the connection was gone before.</summary>
    NotTyped,
}

/// <summary>What a line typed into the shell came to.</summary>
/// <param name="Text">The answer without echo and prompt, as far as it came. Looked at where it stands: good until the shell is used again, see <see cref="Kept"/>.</param>
internal sealed record ShellReply(ShellStop Stop, ReadOnlyMemory<char> Text)
{
    /// <param name="stop">Without an answer, or there is nothing more to say about it.</param>
    /// <param name="text">Of its own: good for ever.</param>
    public ShellReply(ShellStop stop, string text = "")
        : this(stop, text.AsMemory()) { }

    /// <summary>The same with a text of its own.</summary>
    public ShellReply Kept() => this with { Text = Text.ToString().AsMemory() };

    /// <summary>The box asked something of its own meanwhile: it may have taken the line for the answer to that.</summary>
    public bool Disturbed { get; init; }

    /// <summary>Whether bytes were handed to the channel.</summary>
    public bool Typed => Stop is not (ShellStop.NotAllowed or ShellStop.NotTyped);
}
