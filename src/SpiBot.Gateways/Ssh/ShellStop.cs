namespace SpiBot.Gateways.Ssh;

/// <summary>Why a wait for the shell ended.</summary>
internal enum ShellStop
{
    /// <summary>What was waited for stands on the terminal, and nothing followed it.</summary>
    Done,

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

/// <summary>What a line typed into the shell came to. <see cref="Text"/>: the answer without echo and prompt, as far as it came.</summary>
internal sealed record ShellReply(ShellStop Stop, string Text)
{
    /// <summary>The box asked something of its own meanwhile: it may have taken the line for the answer to that.</summary>
    public bool Disturbed { get; init; }

    /// <summary>Whether bytes were handed to the channel.</summary>
    public bool Typed => Stop is not (ShellStop.NotAllowed or ShellStop.NotTyped);
}
