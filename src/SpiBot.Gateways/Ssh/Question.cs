using SpiBot.Gateways.Platforms;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Ssh;

/// <summary>Something in the queue before a shell: a question, or anything else that wants the shell for itself.</summary>
internal interface IJob;

/// <summary>Wants the shell for itself: a change.</summary>
internal sealed record AloneJob(Func<Task> Do) : IJob;

/// <summary>A line that only reads, and somebody who waits for its answer.</summary>
internal interface IQuestion : IJob
{
    string Text { get; }

    /// <summary>Nobody waits any more.</summary>
    bool Abandoned { get; }

    /// <summary>It is typed now, perhaps once more: whatever was read of an answer is forgotten.</summary>
    void Begin();

    /// <summary>A part of the answer, whole lines. Good during the call only.</summary>
    void TakePart(ReadOnlyMemory<char> lines);

    /// <summary>What the line came to, its text what follows the parts. <paramref name="lost"/>: what came of the session, when the reply did not end well.</summary>
    void Take(ShellReply reply, GatewayFailure? lost);

    /// <summary>It is not asked any more.</summary>
    void Drop(string because);

    /// <summary>A mistake of ours reaches the one who asked, and nobody else.</summary>
    void Fail(Exception exception);
}

/// <summary>A query on its way: the line that is typed for it, and the reader that takes what comes back.</summary>
internal sealed class Question<T>(Query<T> query, SessionDialect dialect, CancellationToken ct) : IQuestion
    where T : class
{
    private readonly TaskCompletionSource<Answer<T>> asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AnswerReader<T>? reader;
    private string? refusal;

    public string Text => query.Text;

    public bool Abandoned => ct.IsCancellationRequested;

    public Task<Answer<T>> Answer => asked.Task.WaitAsync(ct);

    public void Begin() => (reader, refusal) = (null, null);

    public void TakePart(ReadOnlyMemory<char> lines)
    {
        try
        {
            Reading(lines).Take(lines);
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    public void Take(ShellReply reply, GatewayFailure? lost)
    {
        try
        {
            asked.TrySetResult(Read(reply, lost));
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    public void Drop(string because)
    {
        // Whoever gave up is told so, also when the drop comes first.
        if (Abandoned)
        {
            asked.TrySetCanceled(ct);
        }
        else
        {
            asked.TrySetResult(Tunnels.Answer.NotRead<T>(because));
        }
    }

    public void Fail(Exception exception) => asked.TrySetException(exception);

    /// <summary>A command that the box does not know may be one that only others know.</summary>
    private string Release(string refusal) =>
        query.KnownBy is { } releases && refusal.Contains("Invalid input", StringComparison.OrdinalIgnoreCase)
            ? $" ({releases} know the command)"
            : "";

    private Answer<T> Read(ShellReply reply, GatewayFailure? lost)
    {
        if (reply.Stop != ShellStop.Done)
        {
            return Tunnels.Answer.NotRead<T>($"connection lost: {lost?.CameBack ?? "it was closed."}");
        }

        var reading = Reading(reply.Text);
        if (refusal is not null)
        {
            return Tunnels.Answer.NotRead<T>($"the device refused it: {refusal}{Release(refusal)}");
        }

        var parsed = reading.End(reply.Text);
        return parsed.Succeeded
            ? Tunnels.Answer.Of(parsed.Value)
            : Tunnels.Answer.NotRead<T>($"the answer was not understood: {parsed.Failure}");
    }

    /// <param name="beginning">Of the answer, where nothing of it was read before: there a refusal would stand.</param>
    private AnswerReader<T> Reading(ReadOnlyMemory<char> beginning)
    {
        if (reader is null)
        {
            refusal = TerminalAnswer.RefusalIn(beginning.Span, dialect);
            reader = query.Reader();
        }

        return reader;
    }
}
