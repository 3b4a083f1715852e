using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// The end of a sign-out that started here: the identity provider's LogoutResponse. It ends nothing, for the session has ended already. So
/// one that answers no request of this browser is merely refused.
/// </summary>
internal sealed class LogoutFinisher(PendingRequestCookies cookies, RefusalResponder refusals)
{
    public Task FinishAsync(SamlSpContext sp, Organization organization, LogoutResponse response, string? relayState)
    {
        var pending = cookies.Take(sp, relayState);
        if (pending is not { Logout: true } || pending.Id != response.InResponseTo)
        {
            return refusals.AnswerAsync(
                sp,
                SignInOutcome.Refused(
                    RefusalCodes.InResponseToMismatch,
                    "The LogoutResponse answers no pending request of this browser.",
                    organization
                )
            );
        }

        if (organization.Name != pending.Organization)
        {
            return refusals.AnswerAsync(
                sp,
                SignInOutcome.Refused(
                    SignInRefusalCodes.WrongIdentityProvider,
                    "Another identity provider answered than was asked.",
                    organization
                )
            );
        }

        return SignedOutPage.LeaveAsync(
            sp,
            pending.ReturnUrl,
            organization.DisplayName,
            isConfirmed: response.Status == StatusUris.Success
        );
    }
}
