using SpiBot.Operations.Duties;

namespace SpiBot.Tests.Operations;

/// <summary>Replicas that live as long as the test says.</summary>
internal sealed class FakeHolders : IHolders
{
    public string Me { get; init; } = "mine";

    public HashSet<string> Alive { get; init; } = ["mine", "other"];

    public bool Lives(string holder) => Alive.Contains(holder);
}
