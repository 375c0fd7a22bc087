using SpiBot.Lab;

namespace SpiBot.EndToEnd.Faults;

/// <summary>Whoever started SpiBot goes while it still starts: it ends in order.</summary>
[Collection<OneLab>]
public sealed class StoppedStartTests(LabFixture lab)
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
            var spibot = SpiBotProcess.Launch(environment, logs: null);
            await spibot.DisposeAsync();

            Assert.Equal(0, await spibot.Ended);
            Assert.DoesNotContain("Unhandled exception", spibot.LastLines);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
