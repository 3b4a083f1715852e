using System.Security.Claims;

namespace SamlSp.AspNetCore;

/// <summary>
/// A claim that all requests of a session share. An identity copies its claims, which is most of the cost of a principal for a user in
/// forty groups. Any other identity gets a copy, as usual. <see cref="Claim.Subject"/> is an identity with the same claims.
/// </summary>
internal sealed class SessionClaim(string type, string value, string? issuer, ClaimsIdentity subject)
    : Claim(type, value, ClaimValueTypes.String, issuer, issuer, subject)
{
    public override Claim Clone(ClaimsIdentity? identity) => identity is SessionIdentity ? this : base.Clone(identity);
}
