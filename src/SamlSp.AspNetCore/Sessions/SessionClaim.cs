using System.Security.Claims;

namespace SamlSp.AspNetCore;

/// <summary>
/// A claim that all requests of a session share: an identity copies the claims that it is made of, which for somebody in forty groups is
/// most of what a request's principal costs. Any other identity gets a copy, as always. <see cref="Claim.Subject"/> is an identity with the
/// same claims.
/// </summary>
internal sealed class SessionClaim(string type, string value, string? issuer, ClaimsIdentity subject)
    : Claim(type, value, ClaimValueTypes.String, issuer, issuer, subject)
{
    public override Claim Clone(ClaimsIdentity? identity) => identity is SessionIdentity ? this : base.Clone(identity);
}
