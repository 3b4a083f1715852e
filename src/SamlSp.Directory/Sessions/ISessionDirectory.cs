using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// An organization's sessions, for administration. No session's ID is known here: <see cref="Session.Id"/> is the
/// <see cref="SessionReference"/>.
/// </summary>
public interface ISessionDirectory
{
    /// <summary>A page of live sessions, newest first.</summary>
    Task<SessionPage> ListAsync(string organization, SessionQuery query, CancellationToken cancellationToken);

    /// <summary>How many live sessions there are in an org unit and below it.</summary>
    Task<int> CountOfUnitAsync(string organization, string orgUnitPath, CancellationToken cancellationToken);

    /// <summary>Ends sessions and their API tokens, on every node; returns how many sessions.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="references">The sessions' references. At most 1,000.</param>
    /// <param name="actor">Whom the audit trail names.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<int> EndAsync(string organization, IReadOnlyCollection<string> references, string actor, CancellationToken cancellationToken);

    /// <summary>Ends a user's sessions and their API tokens; returns how many sessions.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="userId">The record's ID.</param>
    /// <param name="except">The reference of a session that stays; null for none.</param>
    /// <param name="actor">Whom the audit trail names.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<int> EndOfUserAsync(string organization, string userId, string? except, string actor, CancellationToken cancellationToken);

    /// <summary>Ends the sessions of an org unit and those below it, and their API tokens; returns how many sessions.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="orgUnitPath">The unit's path; <c>/</c> is everybody.</param>
    /// <param name="actor">Whom the audit trail names.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<int> EndOfUnitAsync(string organization, string orgUnitPath, string actor, CancellationToken cancellationToken);
}
