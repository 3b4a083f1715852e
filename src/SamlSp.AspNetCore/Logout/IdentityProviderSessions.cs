using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>Ends sessions because their identity provider says so, by whatever protocol: those of its own, and no others.</summary>
internal sealed class IdentityProviderSessions(ISessionStore sessions, ILogger<IdentityProviderSessions> logger)
{
    /// <summary>Ends the sessions. A caller that goes away does not stop it.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="issuer">Who asks.</param>
    /// <param name="sessionIndexes">The sessions at the identity provider; empty for all of the user.</param>
    /// <param name="nameId">The user; null for all of the named sessions.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task EndAsync(Organization organization, string issuer, IReadOnlyList<string> sessionIndexes, string? nameId)
    {
        var ended = await sessions.EndAsync(
            new()
            {
                Organization = organization.Name,
                Issuer = issuer,
                SessionIndexes = sessionIndexes.Count > 0 ? sessionIndexes : null,
                NameId = nameId,
            },
            SessionEndCause.LogoutByIdentityProvider,
            CancellationToken.None
        );
        logger.SessionsEnded(ended, organization.Name, SessionEndCause.LogoutByIdentityProvider);
    }
}
