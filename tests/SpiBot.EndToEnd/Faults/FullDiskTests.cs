using System.Diagnostics;
using SpiBot.Lab;
using SpiBot.Lab.Channel;

namespace SpiBot.EndToEnd.Faults;

/// <summary>The disk of the store is full. It is a real one, a small tmpfs; without the right to mount it the test is skipped.</summary>
public sealed class FullDiskTests
{
    private const string Gateway = "hq-fw1";
    private const string Peer = "192.0.2.77";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_a_full_disk_nothing_is_typed_and_people_are_told_and_then_it_goes_on()
    {
        var disk = Directory.CreateTempSubdirectory("spibot-disk-").FullName;
        var mounted = await Run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk);
        try
        {
            Assert.SkipUnless(mounted is null, $"no file system can be mounted here: {mounted}");
            await Filled(disk);
        }
        finally
        {
            if (mounted is null)
                await Run("umount", disk);
            Directory.Delete(disk);
        }
    }

    private static async Task Filled(string disk)
    {
        await using var lab = await FaultyLab.Start(
            settings: new Dictionary<string, string> { ["Storage__Database"] = Path.Combine(disk, "spibot.db") }
        );
        var (from, since) = (lab.Cards.Count, TimeProvider.System.GetUtcNow());
        Assert.True(await lab.Say(Person.OnCallEngineer, $"clear peer {Peer} on {Gateway}"));
        var plan = await lab.NextCard(from, card => card.Button("Approve") is not null, "the plan");
        from = lab.Cards.Count;
        var filler = Path.Combine(disk, "filler");
        Fill(filler);

        var answer = await lab.Press(lab.Pressed(Person.Lead, plan, plan.Button("Approve")!.Value));
        Assert.Contains(FaultyLab.StoreAway, answer?.Words);
        await lab.NextCard(from, card => card.SaysStoreIsAway, "the word that the store is away");
        Assert.True(await lab.Say(Person.OnCallEngineer, $"check {Peer} on {Gateway}"));
        Assert.DoesNotContain(lab.Lab.Network.TypedLines, line => Incident.IsChange(line.Line));

        File.Delete(filler);
        var story = new ChangeStory(lab, Wish.ClearPeer(Gateway, Peer), () => 0);
        await Reckoning.Hold(lab, [await story.Approved(plan)], since);
        Assert.Single(lab.Lab.Network.TypedLines, line => Incident.IsChange(line.Line));
    }

    /// <summary>To the last page.</summary>
    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[Environment.SystemPageSize];
        try
        {
            while (true)
                file.Write(page);
        }
        catch (IOException)
        {
            // No space is left, as was wanted.
        }
    }

    /// <returns>Null when it went well; else what it said.</returns>
    private static async Task<string?> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false };
        using var running = Process.Start(start)!;
        var said = await running.StandardError.ReadToEndAsync(Ct);
        await running.WaitForExitAsync(Ct);
        return running.ExitCode == 0 ? null : said.Trim();
    }
}
