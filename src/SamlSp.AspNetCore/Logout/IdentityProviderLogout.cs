using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Sign-out that the identity provider asks for: ends the sessions that its LogoutRequest names, and only its own, and answers. No cookie
/// is needed.
/// </summary>
internal sealed class IdentityProviderLogout(
    IdentityProviderSessions sessions,
    IUsedAssertionIds usedIds,
    RefusalResponder refusals,
    TimeProvider clock
)
{
    private static readonly TimeSpan RequestLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Ends the sessions and answers.</summary>
    /// <param name="sp">The request.</param>
    /// <param name="organization">The organization whose keys the LogoutRequest was verified with.</param>
    /// <param name="request">The verified LogoutRequest.</param>
    /// <param name="relayState">What goes back with the answer.</param>
    public async Task AnswerAsync(SamlSpContext sp, Organization organization, LogoutRequest request, string? relayState)
    {
        // (1) A LogoutRequest is used once.
        if (await usedIds.ContainsAsync(request.Issuer, request.Id, sp.Aborted))
        {
            await refusals.AnswerAsync(
                sp,
                SignInOutcome.Refused(RefusalCodes.Replayed, "The LogoutRequest was used before.", organization)
            );
            return;
        }

        // (2) The sessions end first, and then the request counts as used: if the store fails in between, the identity provider may try
        // again. A browser that goes away stops neither.
        var identityProvider = organization.IdentityProvider!;
        await sessions.EndAsync(
            organization,
            identityProvider.Trust.EntityId,
            request.SessionIndexes,
            request.SessionIndexes.Count > 0 ? null : request.NameId.Value
        );
        await usedIds.TryAddAsync(
            request.Issuer,
            request.Id,
            request.IssueInstant + RequestLifetime + (2 * sp.Options.ClockSkew),
            CancellationToken.None
        );

        // (3) A LogoutResponse, where there is an endpoint for it and a key to sign it with; otherwise a page.
        if (identityProvider.SingleLogoutService is not { } endpoint || sp.Scheme.Keys.Signing is not { } key)
        {
            await SignedOutPage.WriteAsync(sp, organization.DisplayName, isConfirmed: true);
            return;
        }

        var location = endpoint.ResponseLocation ?? endpoint.Location;
        var response = new LogoutResponse
        {
            Id = MessageId.New(),
            IssueInstant = clock.GetUtcNow(),
            Issuer = sp.Options.EntityId!,
            Destination = location,
            InResponseTo = request.Id,
            Status = StatusUris.Success,
        };
        await LogoutSender.SendAsync(sp, endpoint.Binding, location, MessageParameter.SAMLResponse, response.ToXml(), relayState, key);
    }
}
