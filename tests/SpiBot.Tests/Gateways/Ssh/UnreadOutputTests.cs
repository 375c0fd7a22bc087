using SpiBot.Gateways.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>Who brings more than is read is held up, and let go in every case in which somebody waits for what comes behind.</summary>
public sealed class UnreadOutputTests
{
    private static readonly byte[] Half = new byte[UnreadOutput.Most / 2];

    private readonly UnreadOutput output = new();

    [Fact]
    public async Task Whoever_brings_too_much_is_held_up_until_it_is_read()
    {
        output.Put(Half);
        output.Put(Half);
        Assert.True(await Bring().WaitAsync(Long, TimeProvider.System, Ct));
        output.Put([1]);

        var held = await HeldUp();
        Assert.True(output.Reader.TryRead(out _));

        Assert.True(await held.WaitAsync(Long, TimeProvider.System, Ct));
    }

    [Fact]
    public async Task Whoever_is_held_up_is_let_go_by_a_write_and_not_held_up_during_it()
    {
        output.Put(new byte[UnreadOutput.Most + 1]);
        var held = await HeldUp();

        output.BeginWriting();

        Assert.True(await held.WaitAsync(Long, TimeProvider.System, Ct));
        Assert.True(await Bring().WaitAsync(Long, TimeProvider.System, Ct));
        output.EndWriting();
        output.LetGo();
        Assert.True(await (await HeldUp()).WaitAsync(Long, TimeProvider.System, Ct));
    }

    [Fact]
    public async Task After_its_end_nobody_is_held_up_and_all_that_came_is_there()
    {
        output.Put(new byte[UnreadOutput.Most + 1]);
        var held = await HeldUp();

        output.End(broken: null);

        Assert.True(await held.WaitAsync(Long, TimeProvider.System, Ct));
        Assert.False(output.Reader.Completion.IsCompleted);
        Assert.True(output.Reader.TryRead(out var rest));
        Assert.Equal(UnreadOutput.Most + 1, rest.Length);
        await output.Reader.Completion.WaitAsync(Long, TimeProvider.System, Ct);
    }

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Task<bool> Bring() =>
        Task.Run(
            () =>
            {
                output.HoldUp();
                return true;
            },
            Ct
        );

    /// <summary>Somebody who stands there, if anything holds them up: the task ends when they are let go.</summary>
    private async Task<Task<bool>> HeldUp()
    {
        var here = new TaskCompletionSource<Thread>(TaskCreationOptions.RunContinuationsAsynchronously);
        var gone = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            here.SetResult(Thread.CurrentThread);
            output.HoldUp();
            gone.SetResult(true);
        });
        thread.Start();
        await here.Task;
        while (!thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin) && !gone.Task.IsCompleted)
        {
            await Task.Yield();
        }

        return gone.Task;
    }
}
