using System.Security.Claims;
using SamlSp.Claims;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

public sealed class SessionPrincipalTests
{
    private const string Department = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/department";

    [Fact]
    public void SessionPrincipal_Session_HasItsClaimsAndRoles()
    {
        var principal = SessionPrincipal.Create(Session());
        Assert.Equal("alice@example.com", principal.FindFirst(ClaimTypes.NameIdentifier)?.Value);
        Assert.Equal(["Research", "Development"], principal.FindAll(Department).Select(claim => claim.Value));
        Assert.All(principal.FindAll(Department), claim => Assert.Equal(TestTenant.Issuer, claim.Issuer));
        Assert.True(principal.IsInRole("reader"));
        Assert.False(principal.IsInRole("owner"));
    }

    [Fact]
    public void SessionPrincipal_ChangedByOneRequest_IsUnchangedForOthers()
    {
        var session = Session();
        var (one, other) = (Identity(SessionPrincipal.Create(session)), Identity(SessionPrincipal.Create(session)));
        one.AddClaim(new("added", "1"));
        one.RemoveClaim(one.FindFirst(Department));
        Assert.Equal(["Development"], one.FindAll(Department).Select(claim => claim.Value));
        Assert.Equal(["Research", "Development"], other.FindAll(Department).Select(claim => claim.Value));
        Assert.False(other.HasClaim("added", "1"));
        Assert.Equal(["Research", "Development"], SessionPrincipal.Create(session).FindAll(Department).Select(claim => claim.Value));
    }

    [Fact]
    public void SessionPrincipal_ClonedIdentity_HasItsOwnClaims()
    {
        var principal = SessionPrincipal.Create(Session());
        foreach (
            var copy in new[]
            {
                Identity(principal).Clone(),
                new ClaimsIdentity(principal.Identity, [], "copied", ClaimTypes.Name, ClaimTypes.Role),
            }
        )
        {
            Assert.Equal(
                principal.Claims.Select(claim => (claim.Type, claim.Value)),
                copy.Claims.Select(claim => (claim.Type, claim.Value))
            );
            Assert.All(copy.Claims, claim => Assert.Same(copy, claim.Subject));
            copy.FindFirst(Department)!.Properties["mark"] = "1";
            Assert.Empty(principal.FindFirst(Department)!.Properties);
        }
    }

    [Fact]
    public void SessionPrincipal_SubjectOfAClaim_HasTheClaims()
    {
        var principal = SessionPrincipal.Create(Session());
        Assert.All(
            principal.Claims,
            claim => Assert.Equal(principal.Claims.Select(c => (c.Type, c.Value)), claim.Subject!.Claims.Select(c => (c.Type, c.Value)))
        );
    }

    private static ClaimsIdentity Identity(ClaimsPrincipal principal) => Assert.IsAssignableFrom<ClaimsIdentity>(principal.Identity);

    private static Session Session() =>
        new()
        {
            Id = "5e55",
            Organization = "contoso",
            UserId = "u1",
            Key = new(TestTenant.Id, "o1"),
            UserType = UserType.Member,
            NameId = "alice@example.com",
            OrgUnitPath = "/",
            Roles = ["reader"],
            Issuer = TestTenant.Issuer,
            AssertedNameId = new("alice@example.com"),
            AuthenticatedAt = TestClock.Now,
            CreatedAt = TestClock.Now,
            ExpiresAt = TestClock.Now.AddHours(8),
            ExpiresBy = SessionEndCause.Policy,
            Claims = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [Department] = ["Research", "Development"] },
        };
}
