namespace SpiBot.Operations.Storage;

/// <summary>Tokens to sign in to the database with. Asked for each connection that is made: whoever gives them keeps them as long as they hold.</summary>
public interface IStoreTokens
{
    string Get();

    ValueTask<string> Get(CancellationToken ct);
}
