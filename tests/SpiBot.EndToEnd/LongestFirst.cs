using SpiBot.EndToEnd;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace SpiBot.EndToEnd;

/// <summary>What takes minutes begins first, so that nothing runs on alone in the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        nameof(Faults.KillTests),
        nameof(OneLab),
        nameof(Faults.ReplicaTests),
        nameof(ClearLab),
        nameof(PageLab),
        nameof(Faults.LeftoverKillTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections
    )
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(collection => Place(collection))];

    private static int Place(ITestCollection collection)
    {
        var at = Array.FindIndex(Long, name => IsOf(collection, name));
        return at < 0 ? Long.Length : at;
    }

    /// <summary>A collection is named after its definition, or after its only class: <c>Test collection for SpiBot.EndToEnd.Faults.KillTests (id: …)</c>.</summary>
    private static bool IsOf(ITestCollection collection, string name) =>
        collection.TestCollectionDisplayName.Contains($".{name} ", StringComparison.Ordinal)
        || collection.TestCollectionDisplayName.EndsWith($".{name}", StringComparison.Ordinal)
        || collection.TestCollectionClassName?.EndsWith($".{name}", StringComparison.Ordinal) == true;
}
