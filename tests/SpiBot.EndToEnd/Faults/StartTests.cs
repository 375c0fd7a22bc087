using SpiBot.Lab;

namespace SpiBot.EndToEnd.Faults;

/// <summary>Starts that come to nothing: whoever started SpiBot goes meanwhile, or another has the store. It ends in order.</summary>
[Collection<OneLab>]
public sealed class StartTests(LabFixture lab)
{
    [Fact]
    public async Task Standard_input_that_ends_during_the_start_is_no_failure()
    {
        var folder = Directory.CreateTempSubdirectory("spibot-stopped-").FullName;
        try
        {
            var environment = new Dictionary<string, string>(lab.Lab.SpiBotEnvironment)
            {
                ["Storage__Database"] = Path.Combine(folder, "spibot.db"),
            };
            await using var spibot = SpiBotProcess.Launch(environment, logs: null);
            spibot.CloseInput();

            Assert.Equal(0, await spibot.Ended.WaitAsync(TestContext.Current.CancellationToken));
            Assert.DoesNotContain("Unhandled exception", spibot.LastLines);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_second_process_on_the_same_file_refuses_and_says_why_and_the_first_goes_on()
    {
        await using var second = SpiBotProcess.Launch(lab.Lab.SpiBotEnvironment, logs: null);

        Assert.Equal(2, await second.Ended.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Contains("SpiBot does not start:", second.LastLines);
        Assert.Contains(lab.Lab.SpiBotEnvironment["Storage__Database"], second.LastLines);
        Assert.Contains($"process {lab.Lab.SpiBot.Id}", second.LastLines);
        Assert.False(lab.Lab.SpiBot.Ended.IsCompleted);
    }
}
