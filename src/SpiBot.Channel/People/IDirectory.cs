namespace SpiBot.Channel.People;

/// <summary>A member of a team in Teams, by Entra object id.</summary>
public sealed record TeamMember(Guid Id, bool IsOwner, bool IsGuest);

/// <summary>Who is in the groups of Entra ID and the teams of Teams. What cannot be told throws <see cref="DirectoryException"/>: nobody is in it then.</summary>
public interface IDirectory
{
    /// <returns>All people in the group, those in groups within it too, by Entra object id.</returns>
    Task<IReadOnlyList<Guid>> GroupMembers(Guid group, CancellationToken ct);

    Task<IReadOnlyList<TeamMember>> TeamMembers(Guid team, CancellationToken ct);
}

/// <summary>The directory did not answer, or refused. The message says in a sentence what to do; never a token or a body.</summary>
public sealed class DirectoryException(string message, Exception? inner = null) : Exception(message, inner);
