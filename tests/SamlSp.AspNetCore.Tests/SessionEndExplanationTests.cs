using SamlSp.Claims;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>Each session can explain why it ends.</summary>
public sealed class SessionEndExplanationTests
{
    private static readonly Session Guest = new()
    {
        Id = "s",
        Organization = "contoso",
        UserId = "u",
        Key = new(TestTenant.Id, "o"),
        UserType = UserType.EntraGuest,
        NameId = "n",
        OrgUnitPath = "/guests/contractors",
        Issuer = "i",
        AssertedNameId = new NameId("n", null, null, null),
        AuthenticatedAt = new(2026, 11, 22, 6, 0, 0, TimeSpan.Zero),
        CreatedAt = new(2026, 11, 22, 6, 5, 0, TimeSpan.Zero),
        ExpiresAt = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero),
        ExpiresBy = SessionEndCause.Policy,
        ReauthenticationFrequency = TimeSpan.FromHours(2),
        PolicyFrom = "/guests/contractors",
    };

    [Fact]
    public void SessionEndExplanation_LiveSession_NamesPolicyAndTime()
    {
        var explanation = SessionEndExplanation.Create(Guest, Guest.CreatedAt);
        Assert.Equal(
            "Ends on 2026-11-22 at 08:00 UTC: the policy of /guests/contractors requires a new authentication every 2 hours, and the last one was on 2026-11-22 at 06:00 UTC.",
            explanation.Text
        );
        Assert.Equal(
            (Guest.ExpiresAt, SessionEndCause.Policy, false, "/guests/contractors"),
            (explanation.At, explanation.By, explanation.IsOver, explanation.PolicyFrom)
        );
    }

    [Fact]
    public void SessionEndExplanation_EndedSession_NamesTheCause()
    {
        var explanation = SessionEndExplanation.Create(
            Guest with
            {
                EndedAt = Guest.CreatedAt.AddMinutes(1),
                EndedBy = SessionEndCause.UserGone,
            },
            Guest.ExpiresAt.AddDays(1)
        );
        Assert.Equal("Ended on 2026-11-22 at 06:06 UTC: the user was suspended or deleted.", explanation.Text);
        Assert.True(explanation.IsOver);
        Assert.Null(explanation.PolicyFrom);
    }

    [Theory]
    [MemberData(nameof(Causes))]
    public void SessionEndExplanation_EachCause_HasAText(SessionEndCause cause) =>
        Assert.Matches(
            "^Ends on 2026-11-22 at 08:00 UTC: .{20,}\\.$",
            SessionEndExplanation.Create(Guest with { ExpiresBy = cause }, Guest.CreatedAt).Text
        );

    public static TheoryData<SessionEndCause> Causes() => [.. Enum.GetValues<SessionEndCause>()];

    [Fact]
    public async Task UnknownOrgUnit_WithoutStore_IsRefusedUnlessDeclared()
    {
        await using var app = await TestApp.StartAsync(o =>
            (o.Organizations["contoso"].UnknownOrgUnits, o.Organizations["contoso"].OrgUnitPath) = (UnknownOrgUnits.Refuse, "\"/sales\"")
        );
        await app.Browser().SignInAsync(idp => idp.Member());
        Assert.Contains("Refused: org_unit_unknown", app.Log.Text, StringComparison.Ordinal);
        await using var declared = await TestApp.StartAsync(o =>
        {
            (o.Organizations["contoso"].UnknownOrgUnits, o.Organizations["contoso"].OrgUnitPath) = (UnknownOrgUnits.Refuse, "\"/sales\"");
            o.Organizations["contoso"].OrgUnits["/Sales"] = new();
        });
        Assert.Equal(System.Net.HttpStatusCode.SeeOther, (await declared.Browser().SignInAsync(idp => idp.Member())).StatusCode);
    }
}
