using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>Programs that have tokens of a user's sessions, for the user to look at and to end.</summary>
internal interface ITokenDirectory
{
    /// <summary>A user's families of tokens that still hold, newest first.</summary>
    Task<IReadOnlyList<TokenFamily>> ListAsync(string organization, string userId, CancellationToken cancellationToken);

    /// <summary>Ends one of a user's families; false when there is none such that still holds.</summary>
    Task<bool> EndAsync(string organization, string userId, string familyId, CancellationToken cancellationToken);
}
