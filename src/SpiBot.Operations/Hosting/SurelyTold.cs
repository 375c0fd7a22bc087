using SpiBot.Operations.Storage;

namespace SpiBot.Operations.Hosting;

/// <summary>
/// What must reach its grain, and through it the journal: what came of something that was done on a gateway, and that there is something to go on with. Where the store is away, as soon as it
/// is back; where the call goes wrong while another replica dies, once that is known to be gone.
/// </summary>
internal sealed class SurelyTold(StoreWatch store, Alarms alarms)
{
    private const int MostTries = 5;

    /// <summary>Returns at once where it has to wait.</summary>
    /// <param name="what">For the log.</param>
    /// <param name="tell">Changes nothing where it is done twice: a call that goes wrong may have been carried out.</param>
    public Task Tell(string what, Func<Task> tell) => Tell(what, tell, MostTries);

    private async Task Tell(string what, Func<Task> tell, int tries)
    {
        try
        {
            await Try();
        }
        catch (StorageAwayException)
        {
            // From there on the store's watch has it, and asks again from time to time.
            store.WhenBack(Try);
        }

        Task Try() => tries == 1 ? tell() : alarms.OrAgain(tell, what, () => Tell(what, tell, tries - 1));
    }
}
