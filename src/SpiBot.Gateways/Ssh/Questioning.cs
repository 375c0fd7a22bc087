using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Gateways.Ssh;

/// <summary>Asks the questions of a session's queue: one by one, or typed ahead where the box takes that. Used by one worker: not thread safe.</summary>
internal sealed class Questioning(GatewayEntry gateway, LiveShell shell, ChannelReader<IJob> queue, ILogger log)
{
    private const string NobodyWaits = "nobody waited for it";

    /// <summary>What the box has not read yet waits in its terminal's buffer, and nobody says how large that is.</summary>
    private const int MostTypedAhead = 16;

    private Task<bool>? coming;

    /// <summary>False when the queue has ended.</summary>
    public async Task<bool> MoreJobs()
    {
        var more = await Coming();
        coming = null;
        return more;
    }

    /// <summary>Asks one question, and all that stand behind it as far as they can be typed ahead.</summary>
    public Task Ask(IQuestion first) =>
        shell.TakesTypeAhead && shell.Fits(first.Text) ? AskTogether(first) : AskAlone(first);

    private Task<bool> Coming() => coming ??= queue.WaitToReadAsync().AsTask();

    private async Task AskAlone(IQuestion question)
    {
        // One that is on its way is read to its end, or the next answer would begin with its rest.
        if (question.Abandoned)
        {
            question.Drop(NobodyWaits);
            return;
        }

        try
        {
            var reply = await Type(question);
            if (reply is { Stop: ShellStop.Done, Disturbed: true })
            {
                reply = await Type(question);
            }

            question.Take(reply, shell.Lost);
        }
        catch (Exception e)
        {
            question.Fail(e);
        }
    }

    private Task<ShellReply> Type(IQuestion question)
    {
        question.Begin();
        return shell.Type(question.Text, static () => true, question.TakePart);
    }

    /// <summary>Types questions as they come, without waiting for the answers of those before. Ends when all are answered.</summary>
    private async Task AskTogether(IQuestion first)
    {
        var open = new Queue<IQuestion>();
        var next = new List<IQuestion> { first };
        try
        {
            while (next.Count > 0 || open.Count > 0)
            {
                var full = TakeQuestions(next, open.Count);
                var reply = await TypeAhead(next, open) ?? await NextAnswer(full);
                if (reply is { Stop: ShellStop.More })
                {
                    open.Peek().TakePart(reply.Text);
                }
                else if (reply is { Stop: ShellStop.Done })
                {
                    open.Dequeue().Take(reply, lost: null);
                }
                else if (reply is { Stop: ShellStop.OutOfStep })
                {
                    log.LogWarning("{Gateway} did not answer all that was typed ahead", gateway.Name);
                    await AskOneByOne(open);
                }
                else if (reply is not null)
                {
                    await shell.GiveUp(reply.Stop);
                    await AskOneByOne(open);
                }
            }
        }
        catch (Exception e)
        {
            foreach (var question in open.Concat(next))
            {
                question.Fail(e);
            }

            throw;
        }
        finally
        {
            shell.ForgetAnswer();
        }
    }

    /// <summary>Once the session is lost, each learns that here.</summary>
    private async Task AskOneByOne(Queue<IQuestion> open)
    {
        while (open.TryDequeue(out var question))
        {
            await AskAlone(question);
        }
    }

    /// <summary>Adds what may be typed ahead now.</summary>
    /// <returns>Whether something stands in the queue that has to wait.</returns>
    private bool TakeQuestions(List<IQuestion> next, int open)
    {
        while (queue.TryPeek(out var job))
        {
            if (
                job is not IQuestion question
                || !shell.TakesTypeAhead
                || !shell.Fits(question.Text)
                || open + next.Count >= MostTypedAhead
            )
            {
                return true;
            }

            next.Add(question);
            queue.TryRead(out _);
        }

        return false;
    }

    /// <summary>Null when they were typed; otherwise what went wrong.</summary>
    private async Task<ShellReply?> TypeAhead(List<IQuestion> next, Queue<IQuestion> open)
    {
        foreach (var question in next.Where(question => question.Abandoned))
        {
            question.Drop(NobodyWaits);
        }

        next.RemoveAll(question => question.Abandoned);
        if (next.Count == 0)
        {
            return null;
        }

        var typed = await shell.TypeAhead([.. next.Select(question => question.Text)]);
        foreach (var question in next)
        {
            open.Enqueue(question);
        }

        next.Clear();
        return typed == ShellStop.Done ? null : new(typed, "");
    }

    /// <summary>The next answer; null when another question came before.</summary>
    private Task<ShellReply?> NextAnswer(bool full)
    {
        if (coming is { IsCompleted: true })
        {
            coming = null;
        }

        return shell.NextAnswer(full || queue.Completion.IsCompleted ? null : Coming());
    }
}
