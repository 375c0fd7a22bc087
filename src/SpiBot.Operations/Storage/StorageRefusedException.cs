namespace SpiBot.Operations.Storage;

/// <summary>The store cannot be used at all; the message says which file, what is wrong with it and what to do now.</summary>
public sealed class StorageRefusedException(string message, Exception? inner = null) : Exception(message, inner);
