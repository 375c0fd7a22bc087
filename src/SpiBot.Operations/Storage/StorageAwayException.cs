namespace SpiBot.Operations.Storage;

/// <summary>The store does not answer, or takes nothing, at this moment: what was to be written before it happens does not happen. It may work again later.</summary>
[GenerateSerializer]
public sealed class StorageAwayException(string message, Exception? inner) : Exception(message, inner);
