namespace SamlSp.Claims.Tests;

/// <summary>What says that a user is in too many groups for the token, and the groups that were read elsewhere.</summary>
public sealed class GroupOverageTests
{
    private const string Link = "http://schemas.microsoft.com/claims/groups.link";
    private const string Group = "0c1d86f3-27a8-4be5-9f63-5a9f0b7e1c01";

    [Theory]
    [InlineData(Link, "https://graph.windows.net/x/users/y/getMemberObjects", true)]
    [InlineData("_claim_names", """{"groups":"src1"}""", true)]
    [InlineData("_claim_names", """{"wids":"src1"}""", false)]
    [InlineData("_claim_names", """["groups"]""", false)]
    [InlineData("_claim_names", "groups", false)]
    [InlineData("hasgroups", "true", true)]
    [InlineData("hasgroups", "false", false)]
    [InlineData("_claim_sources", """{"src1":{"endpoint":"https://graph.windows.net/"}}""", false)]
    public void Overage_Marker_IsFoundWithTenantAndUser(string claim, string value, bool isFound) =>
        Assert.Equal(
            isFound ? new GroupOverage(TestClaims.Tenant, TestClaims.ObjectId) : null,
            GroupOverage.Find(TestClaims.Alice().With(claim, value))
        );

    [Theory]
    [InlineData("not-a-guid")]
    [InlineData("aaaaaaaa-0000-0000-0000-000000000001/../x")]
    public void Overage_ObjectIdThatIsNoGuid_NamesNoUser(string objectId) =>
        Assert.Null(GroupOverage.Find(TestClaims.Alice().With(Link, "x").With(TestClaims.ObjectIdentifier, objectId))!.ObjectId);

    [Fact]
    public void Overage_IssuerThatIsNotEntra_NamesNoTenant() =>
        Assert.Null(GroupOverage.Find(TestClaims.Alice().With(Link, "x") with { Issuer = "https://idp.example" })!.TenantId);

    [Fact]
    public void Groups_ReadElsewhere_TakeThePlaceOfTheClaim()
    {
        var resolver = Resolver();
        var asserted = TestClaims.Alice().With(TestClaims.Groups, "another");
        Assert.Equal(["another"], resolver.Resolve(asserted, TimeProvider.System).Identity!.Groups);
        var identity = resolver.Resolve(asserted with { Groups = [Group] }, TimeProvider.System).Identity!;
        Assert.Equal([Group], identity.Groups);
        Assert.Equal("m@example.com", identity.NameId);
    }

    [Fact]
    public void Groups_Unread_LeaveRowsThatAskForOneOut()
    {
        var linked = Resolver().Resolve(TestClaims.Alice().With(Link, "x"), TimeProvider.System);
        Assert.False(linked.Succeeded);
        Assert.Contains(linked.Trace, step => step.Step == "groups");
        var read = Resolver().Resolve(TestClaims.Alice().With(Link, "x") with { Groups = [Group] }, TimeProvider.System);
        Assert.True(read.Succeeded);
        Assert.DoesNotContain(read.Trace, step => step.Step == "groups");
    }

    private static IdentityResolver Resolver()
    {
        Assert.True(
            IdentityResolver.TryCreate(
                TestClaims.Contoso with
                {
                    NameIdConditions =
                    [
                        new()
                        {
                            UserType = "any",
                            Source = "attribute",
                            Attribute = "'m@example.com'",
                            MemberOf = [Group, "another"],
                        },
                    ],
                },
                out var resolver,
                out _
            )
        );
        return resolver;
    }
}
