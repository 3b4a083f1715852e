namespace SamlSp.Claims.Tests;

/// <summary>From an assertion to a user.</summary>
public sealed class IdentityTests
{
    private static readonly IReadOnlyList<ClaimCondition> PortalRows =
    [
        Rewrite("externalGuests", "user.userprincipalname"),
        Rewrite("entraGuests", "user.localuserprincipalname"),
        new()
        {
            UserType = "members",
            Source = "attribute",
            Attribute = "user.userprincipalname",
        },
    ];

    public static TheoryData<string, bool> Rules => new() { { "default", false }, { "portal", true } };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Identity_MemberEntraGuestAndExternalGuest_GetNameIdAndOrgUnit(string rules, bool portal)
    {
        Assert.NotEmpty(rules);
        var settings = TestClaims.Contoso with { NameIdConditions = portal ? PortalRows : null };
        var alice = settings.Identity(TestClaims.Alice());
        var charlie = settings.Identity(TestClaims.Charlie());
        var hotmail = settings.Identity(TestClaims.Hotmail());
        Assert.Equal((UserType.Member, "alice@example.com", "/", "alice@example.com"), Summary(alice));
        Assert.Equal(
            (UserType.EntraGuest, "charlie_altostrat.com@example.com", "/guests", "charlie_altostrat.com#EXT#@tenant.onmicrosoft.com"),
            Summary(charlie)
        );
        Assert.Equal(
            (UserType.ExternalGuest, "user_hotmail.com@example.com", "/guests", "user_hotmail.com#EXT#@tenant.onmicrosoft.com"),
            Summary(hotmail)
        );
    }

    [Theory]
    [InlineData("localuserprincipalname")]
    [InlineData("user.localuserprincipalname")]
    [InlineData("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/localuserprincipalname")]
    public void LocalUpn_ClaimPresent_IsTakenBeforeDeriving(string claim)
    {
        var identity = TestClaims.Contoso.Identity(TestClaims.Charlie().With(claim, "chuck_altostrat.com#EXT#@tenant.onmicrosoft.com"));
        Assert.Equal("chuck_altostrat.com#EXT#@tenant.onmicrosoft.com", identity.OriginalUserPrincipalName);
        Assert.Equal("chuck_altostrat.com@example.com", identity.NameId);
    }

    [Fact]
    public void LocalUpn_NameIdInExternalForm_IsTaken()
    {
        var claims = TestClaims.User("mail", "user@yahoo.com") with { NameId = "plugin_yahoo.com#EXT#@tenant.onmicrosoft.com" };
        var identity = TestClaims.Contoso.Identity(claims);
        Assert.Equal(
            (UserType.ExternalGuest, "plugin_yahoo.com@example.com", "/guests", "plugin_yahoo.com#EXT#@tenant.onmicrosoft.com"),
            Summary(identity)
        );
    }

    [Fact]
    public void LocalUpn_ExternalGuestWithHomeAddress_IsDerived()
    {
        var identity = TestClaims.Contoso.Identity(TestClaims.User("google.com", "user@gmail.com"));
        Assert.Equal(
            (UserType.ExternalGuest, "user_gmail.com@example.com", "/guests", "user_gmail.com#EXT#@tenant.onmicrosoft.com"),
            Summary(identity)
        );
    }

    [Fact]
    public void Identity_HomeTenantImitatesLocalUser_GetsAnotherNameId()
    {
        var evil = TestClaims.User($"https://sts.windows.net/{TestClaims.OtherTenant}/", "alice#EXT#@evil.onmicrosoft.com");
        var identity = TestClaims.Contoso.Identity(evil);
        Assert.NotEqual("alice@example.com", identity.NameId);
        Assert.Equal("alice#EXT#_evil.onmicrosoft.com#EXT#@tenant.onmicrosoft.com", identity.OriginalUserPrincipalName);
        Assert.Equal("/guests", identity.OrgUnitPath);
    }

    [Fact]
    public void Guest_WithoutTenantDomain_IsInTheGuestsOrgUnit()
    {
        var identity = (TestClaims.Contoso with { TenantDomain = null }).Identity(TestClaims.Charlie());
        Assert.Equal(
            (UserType.EntraGuest, "charlie_altostrat.com@example.com", "/guests", $"charlie_altostrat.com#EXT#@{TestClaims.Tenant}"),
            Summary(identity)
        );
        Assert.Contains(
            identity.Trace,
            static step =>
                step.Step == "originalUserPrincipalName" && step.Evidence.Contains("without a TenantDomain", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void User_WithoutAnyUpn_IsInTheGuestsOrgUnit()
    {
        var settings = TestClaims.Contoso with
        {
            NameIdConditions =
            [
                new()
                {
                    UserType = "any",
                    Source = "attribute",
                    Attribute = "user.objectid",
                },
            ],
        };
        var claims = TestClaims.Charlie().Without(TestClaims.Name) with { NameId = "opaque" };
        Assert.Equal("/guests", settings.Identity(claims).OrgUnitPath);
        Assert.Null(settings.Identity(claims).OriginalUserPrincipalName);
    }

    // The home tenant sets the mail address freely: a NameID never comes from it.
    [Theory]
    [InlineData("https://sts.windows.net/22222222-2222-2222-2222-222222222222/")]
    [InlineData("google.com")]
    [InlineData("mail")]
    public void Guest_MailWithoutUpn_IsRefused(string identityProvider)
    {
        var claims = TestClaims.User(identityProvider, "charlie@altostrat.com").With(TestClaims.Mail, "alice@example.com");
        Assert.Equal("charlie_altostrat.com@example.com", TestClaims.Contoso.Identity(claims).NameId);
        foreach (var nameId in (string?[])[null, "opaque"])
        {
            var result = TestClaims.Contoso.Resolve(claims.Without(TestClaims.Name) with { NameId = nameId });
            Assert.Equal(IdentityErrorCodes.NameIdUnresolved, result.ErrorCode);
            Assert.Contains("The guest has no UPN", result.ErrorMessage, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ExternalMember_UserTypeMember_GetsOrgUnitByTheExpression()
    {
        var claims = TestClaims
            .User($"https://sts.windows.net/{TestClaims.OtherTenant}/", "dana_partner.com#EXT#@tenant.onmicrosoft.com")
            .With("usertype", "Member");
        Assert.Equal(UserType.Member, TestClaims.Contoso.Identity(claims).UserType);
        Assert.Equal("/guests", TestClaims.Contoso.Identity(claims).OrgUnitPath);
        var byType = TestClaims.Contoso with { OrgUnitPath = """IIF([userType]="Guest", "/guests", "/")""" };
        Assert.Equal("/", byType.Identity(claims).OrgUnitPath);
        Assert.Equal("/guests", byType.Identity(TestClaims.Charlie()).OrgUnitPath);
    }

    [Fact]
    public void NameId_GuestWithoutPrimaryDomain_IsTheLocalUpn()
    {
        var settings = TestClaims.Contoso with { PrimaryDomain = null };
        Assert.Equal("charlie_altostrat.com#EXT#@tenant.onmicrosoft.com", settings.Identity(TestClaims.Charlie()).NameId);
        Assert.Equal("user_hotmail.com#EXT#@tenant.onmicrosoft.com", settings.Identity(TestClaims.Hotmail()).NameId);
        Assert.Equal("alice@example.com", settings.Identity(TestClaims.Alice()).NameId);
    }

    [Theory]
    [InlineData("https://sts.windows.net/11111111-1111-1111-1111-111111111111/")]
    [InlineData("https://sts.windows.net/11111111-1111-1111-1111-111111111111/33333333-3333-3333-3333-333333333333")]
    [InlineData("https://login.microsoftonline.com/11111111-1111-1111-1111-111111111111/v2.0")]
    public void TenantId_IssuerOfEntra_IsTakenAndMustMatchTheClaim(string issuer)
    {
        var claims = TestClaims.Alice() with { Issuer = issuer };
        Assert.Equal(new UserKey(TestClaims.Tenant, TestClaims.ObjectId), TestClaims.Contoso.Identity(claims).Key);
        Assert.Equal(TestClaims.Tenant, TestClaims.Contoso.Identity(claims.Without(TestClaims.TenantId)).Key.TenantId);
        Assert.Equal(
            IdentityErrorCodes.TenantMismatch,
            TestClaims.Contoso.Resolve(claims.With(TestClaims.TenantId, TestClaims.OtherTenant)).ErrorCode
        );
    }

    [Fact]
    public void TenantId_SecondValueBesideTheRightOne_IsRefused() =>
        Assert.Equal(
            IdentityErrorCodes.TenantMismatch,
            TestClaims.Contoso.Resolve(TestClaims.Alice().With(TestClaims.TenantId, TestClaims.Tenant, TestClaims.OtherTenant)).ErrorCode
        );

    [Fact]
    public void TenantId_OtherIssuerWithoutTenantClaim_IsTheIssuer()
    {
        var claims = TestClaims.Alice() with { Issuer = "https://idp.example.org" };
        Assert.Equal("https://idp.example.org", TestClaims.Contoso.Identity(claims.Without(TestClaims.IdentityProvider)).Key.TenantId);
        Assert.Equal(UserType.Member, TestClaims.Contoso.Identity(claims).UserType);
        Assert.Equal(UserType.EntraGuest, TestClaims.Contoso.Identity(claims.Without(TestClaims.TenantId)).UserType);
    }

    [Fact]
    public void ObjectId_MissingBlankOrSeveral_IsRefused()
    {
        Assert.Equal(
            IdentityErrorCodes.ObjectIdMissing,
            TestClaims.Contoso.Resolve(TestClaims.Alice().Without(TestClaims.ObjectIdentifier)).ErrorCode
        );
        Assert.Equal(
            IdentityErrorCodes.ObjectIdMissing,
            TestClaims.Contoso.Resolve(TestClaims.Alice().With(TestClaims.ObjectIdentifier, "a", "b")).ErrorCode
        );
        Assert.Equal(
            IdentityErrorCodes.ObjectIdMissing,
            TestClaims.Contoso.Resolve(TestClaims.Alice().With(TestClaims.ObjectIdentifier, " ")).ErrorCode
        );
        Assert.True(TestClaims.Contoso.Resolve(TestClaims.Alice()).Succeeded);
    }

    [Fact]
    public void KeyClaim_AnotherClaimConfigured_IsUsed()
    {
        var settings = TestClaims.Contoso with { KeyClaim = "uid" };
        Assert.Equal("u-1", settings.Identity(TestClaims.Alice().With("uid", "u-1")).Key.ObjectId);
        Assert.Equal(IdentityErrorCodes.ObjectIdMissing, settings.Resolve(TestClaims.Alice()).ErrorCode);
    }

    [Fact]
    public void KeyClaim_NameIdConfigured_IsUsedUnlessTransient()
    {
        var settings = TestClaims.Contoso with { KeyClaim = "NameID" };
        Assert.Equal("alice@example.com", settings.Identity(TestClaims.Alice()).Key.ObjectId);
        var transient = TestClaims.Alice() with { NameIdFormat = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient" };
        Assert.Equal(IdentityErrorCodes.ObjectIdMissing, settings.Resolve(transient).ErrorCode);
    }

    [Fact]
    public void AttributeClaims_ConfiguredClaim_FillsTheAttribute()
    {
        var claims = TestClaims
            .Alice()
            .With(TestClaims.Mail, "alice@mail.example.com")
            .With("contact", "a@b.c")
            .With("user.costcenter", "17");
        Assert.Equal("alice@mail.example.com", TestClaims.Contoso.Identity(claims).Mail);
        var identity = (
            TestClaims.Contoso with
            {
                AttributeClaims = new Dictionary<string, string> { ["user.mail"] = "contact" },
            }
        ).Identity(claims);
        Assert.Equal("a@b.c", identity.Mail);
        Assert.Equal(["17"], identity.Attributes["user.costcenter"]);
    }

    [Fact]
    public void Identity_GroupsRolesAndDisplayName_AreCarriedOver()
    {
        var claims = TestClaims
            .Alice()
            .With(TestClaims.Groups, "g1", "g2")
            .With("http://schemas.microsoft.com/ws/2008/06/identity/claims/role", "reader")
            .With("http://schemas.microsoft.com/identity/claims/displayname", "Alice");
        var identity = TestClaims.Contoso.Identity(claims);
        Assert.Equal(["g1", "g2"], identity.Groups);
        Assert.Equal(["reader"], identity.AppRoles);
        Assert.Equal("Alice", identity.DisplayName);
    }

    [Fact]
    public void Identity_ClaimsOfAnIdToken_AreResolved()
    {
        var claims = new AssertedClaims
        {
            Issuer = $"https://login.microsoftonline.com/{TestClaims.Tenant}/v2.0",
            Claims = new Dictionary<string, IReadOnlyList<string>>
            {
                ["tid"] = [TestClaims.Tenant],
                ["oid"] = [TestClaims.ObjectId],
                ["idp"] = [$"https://sts.windows.net/{TestClaims.OtherTenant}/"],
                ["preferred_username"] = ["charlie@altostrat.com"],
                ["name"] = ["Charlie"],
                ["email"] = ["charlie@altostrat.com"],
            },
        };
        var identity = TestClaims.Contoso.Identity(claims);
        Assert.Equal(
            (UserType.EntraGuest, "charlie_altostrat.com@example.com", "/guests", "charlie_altostrat.com#EXT#@tenant.onmicrosoft.com"),
            Summary(identity)
        );
        Assert.Equal("Charlie", identity.DisplayName);
    }

    [Fact]
    public void NameId_NoRuleGivesAValue_IsRefusedOrTakenFromTheAssertion()
    {
        var settings = TestClaims.Contoso with
        {
            NameIdConditions =
            [
                new()
                {
                    UserType = "any",
                    Source = "attribute",
                    Attribute = "user.employeeid",
                },
            ],
        };
        Assert.Equal(IdentityErrorCodes.NameIdUnresolved, settings.Resolve(TestClaims.Alice()).ErrorCode);
        Assert.Equal(
            "alice@example.com",
            (settings with { NameIdFallback = NameIdFallback.AssertedNameId }).Identity(TestClaims.Alice()).NameId
        );
        Assert.Equal("7", settings.Identity(TestClaims.Alice().With("employeeid", "7")).NameId);
    }

    [Theory]
    [InlineData("Uz2Pqz1X7pxe4XLWxV9KJQ+n59d573SepSAkuYKSde8=", false)]
    [InlineData("a@b@c", false)]
    [InlineData("@b", false)]
    [InlineData("a@", false)]
    [InlineData("a b@c", false)]
    [InlineData("a@b.example", true)]
    public void NameId_AddressShapeRequired_RefusesPairwiseId(string nameId, bool accepted)
    {
        var settings = TestClaims.Contoso with
        {
            NameIdShape = NameIdShape.Address,
            NameIdConditions =
            [
                new()
                {
                    UserType = "any",
                    Source = "attribute",
                    Attribute = "NameID",
                },
            ],
        };
        Assert.Equal(
            accepted ? null : IdentityErrorCodes.NameIdShape,
            settings.Resolve(TestClaims.Alice() with { NameId = nameId }).ErrorCode
        );
        Assert.Equal(
            nameId,
            (settings with { NameIdShape = NameIdShape.Any }).Identity(TestClaims.Alice() with { NameId = nameId }).NameId
        );
    }

    [Fact]
    public void NameId_ControlCharacters_AreRefused() =>
        Assert.Equal(
            IdentityErrorCodes.NameIdShape,
            TestClaims.Contoso.Resolve(TestClaims.Alice().With(TestClaims.Name, "alice\n@example.com")).ErrorCode
        );

    [Fact]
    public void ClaimRule_PatternThatTakesTooLong_RefusesSignInAndIsNamed()
    {
        var settings = TestClaims.Contoso with
        {
            NameIdConditions =
            [
                new()
                {
                    UserType = "any",
                    Source = "attribute",
                    Attribute = "user.mail",
                },
                new()
                {
                    UserType = "any",
                    Source = "transformation",
                    Transformations =
                    [
                        new()
                        {
                            Function = "RegexReplace",
                            Input = "user.mail",
                            Pattern = @"^(?'x'a+)+b\1$",
                            Replacement = "{x}",
                        },
                    ],
                },
            ],
        };
        var result = settings.Resolve(TestClaims.Alice().With(TestClaims.Mail, new string('a', 60)));
        Assert.Equal(IdentityErrorCodes.ClaimRuleFailed, result.ErrorCode);
        Assert.Contains("rule 1", result.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(new IdentityTraceStep("nameId[1]", null, "the regular expression took too long"), result.Trace[^1]);
        Assert.True(settings.Resolve(TestClaims.Alice().With(TestClaims.Mail, "a@b.c")).Succeeded);
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(100, 1, true)]
    [InlineData(101, 1, false)]
    [InlineData(50, 400, false)]
    public void ClaimRule_ValueThatGetsTooLong_RefusesSignInAndIsNamed(int first, int second, bool holds)
    {
        static ClaimTransformation Repeat(string? input, int times) =>
            new()
            {
                Function = "RegexReplace",
                Input = input,
                Pattern = "^(?'x'.*)$",
                Replacement = string.Concat(Enumerable.Repeat("{x}", times)),
            };
        var settings = TestClaims.Contoso with
        {
            Claims =
            [
                new()
                {
                    Claim = "long",
                    Conditions =
                    [
                        new()
                        {
                            UserType = "any",
                            Source = "transformation",
                            Attribute = "user.mail",
                            Transformations = [Repeat("user.mail", first), Repeat(null, second)],
                        },
                    ],
                },
            ],
        };
        var result = settings.Resolve(TestClaims.Alice().With(TestClaims.Mail, new string('a', 1000)));
        Assert.Equal(holds ? null : IdentityErrorCodes.ClaimRuleFailed, result.ErrorCode);
        if (!holds)
        {
            Assert.Equal(
                new IdentityTraceStep("claims[0][0]", null, "the value gets too long: more than 100000 characters"),
                result.Trace[^1]
            );
        }
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(12, false)]
    public void ClaimRules_SlowRegularExpressions_ShareOneBudget(int rows, bool holds)
    {
        var row = new ClaimCondition
        {
            UserType = "any",
            Source = "transformation",
            Transformations =
            [
                new()
                {
                    Function = "RegexReplace",
                    Input = "user.mail",
                    Pattern = "^(?'x'.*)$",
                    Replacement = "{x}",
                },
            ],
        };
        var settings = TestClaims.Contoso with
        {
            Claims =
            [
                new() { Claim = "one", Conditions = [row] },
                new() { Claim = "others", Conditions = [.. Enumerable.Repeat(row, rows - 1)] },
            ],
        };
        var result = settings.Resolver().Resolve(TestClaims.Alice().With(TestClaims.Mail, "alice@example.com"), new SlowClock());
        Assert.Equal(holds ? null : IdentityErrorCodes.ClaimRuleFailed, result.ErrorCode);
        if (!holds)
        {
            Assert.Equal(new IdentityTraceStep("claims[1][9]", null, "the regular expression took too long"), result.Trace[^1]);
        }
    }

    [Fact]
    public void ClaimRules_ManyLongValues_ShareOneLimit()
    {
        var long100 = new ClaimTransformation
        {
            Function = "RegexReplace",
            Input = "user.groups",
            Pattern = "^(?'x'.*)$",
            Replacement = string.Concat(Enumerable.Repeat("{x}", 2500)),
            MultiValued = true,
        };
        var settings = TestClaims.Contoso with
        {
            Claims =
            [
                new()
                {
                    Claim = "long",
                    Conditions =
                    [
                        new()
                        {
                            UserType = "any",
                            Source = "transformation",
                            Transformations = [long100],
                        },
                    ],
                },
            ],
        };
        string[] Groups(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.NewGuid().ToString())];
        Assert.True(settings.Resolve(TestClaims.Alice().With(TestClaims.Groups, Groups(10))).Succeeded);
        Assert.Equal(
            IdentityErrorCodes.ClaimRuleFailed,
            settings.Resolve(TestClaims.Alice().With(TestClaims.Groups, Groups(200))).ErrorCode
        );
    }

    [Theory]
    [InlineData("\"guests\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("[nothing]", null)]
    [InlineData("\"/a//b\"", null)]
    [InlineData("\"/a/\"", null)]
    [InlineData("\"/a/../b\"", null)]
    [InlineData("IgnoreFlowIfNullOrEmpty([nothing])", null)]
    [InlineData("ToLower([groups])", null)]
    [InlineData("Append(\"/\", [department])", "/Sales")]
    [InlineData("Join(\"/\", \"/staff\", [user.department], [http://schemas.example.com/team])", "/staff/Sales/blue")]
    public void OrgUnit_ValueThatIsNoPath_RefusesTheSignIn(string expression, string? path)
    {
        var claims = TestClaims
            .Alice()
            .With("department", "Sales")
            .With("http://schemas.example.com/team", "blue")
            .With(TestClaims.Groups, "g1", "g2");
        var result = (TestClaims.Contoso with { OrgUnitPath = expression }).Resolve(claims);
        Assert.Equal(path, result.Identity?.OrgUnitPath);
        Assert.Equal(path is null ? IdentityErrorCodes.OrgUnitUnresolved : null, result.ErrorCode);
    }

    [Fact]
    public void OrgUnit_ProvisionedAttributes_GiveAPath()
    {
        var resolver = TestClaims.Contoso.Resolver();
        var attributes = new Dictionary<string, IReadOnlyList<string>>
        {
            ["originalUserPrincipalName"] = ["x_y.z#EXT#@tenant.onmicrosoft.com"],
        };
        Assert.True(resolver.TryResolveOrgUnit(attributes, TestClock.Instance, out var path, out _));
        Assert.Equal("/guests", path);
    }

    [Fact]
    public void Trace_Guest_ListsEachStep()
    {
        var identity = TestClaims.Contoso.Identity(TestClaims.Charlie());
        Assert.Equal(
            [
                "tenant",
                "objectId",
                "userType",
                "originalUserPrincipalName",
                "nameId[2]",
                "nameId[0]",
                "nameId[1]",
                "nameId",
                "orgUnitPath[4]",
                "orgUnitPath[4]",
                "orgUnitPath[10]",
                "orgUnitPath",
            ],
            identity.Trace.Select(static step => step.Step)
        );
        Assert.Contains(
            identity.Trace,
            static step =>
                step is { Step: "userType", Outcome: "EntraGuest" } && step.Evidence.Contains("another tenant", StringComparison.Ordinal)
        );
        Assert.Contains(
            new IdentityTraceStep("orgUnitPath[4]", "False", "InStr([originalUserPrincipalName], \"#EXT#\", , ) = \"0\""),
            identity.Trace
        );
        Assert.Contains(
            identity.Trace,
            static step => step.Evidence.StartsWith("derived from charlie@altostrat.com as Entra builds it", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Groups_OnlyALinkIsSent_AreMentionedInTheTrace()
    {
        var settings = TestClaims.Contoso with
        {
            NameIdConditions =
            [
                new()
                {
                    UserType = "any",
                    Source = "attribute",
                    Attribute = "user.userprincipalname",
                },
                new()
                {
                    UserType = "any",
                    MemberOf = ["g1"],
                    Source = "attribute",
                    Attribute = "user.objectid",
                },
            ],
        };
        var linked = settings.Identity(
            TestClaims.Alice().With("http://schemas.microsoft.com/claims/groups.link", "https://graph.example.com")
        );
        Assert.Equal("alice@example.com", linked.NameId);
        Assert.Contains(linked.Trace, static step => step.Step == "groups");
        Assert.Equal(TestClaims.ObjectId, settings.Identity(TestClaims.Alice().With(TestClaims.Groups, "G1")).NameId);
    }

    private static ClaimCondition Rewrite(string userType, string input) =>
        new()
        {
            UserType = userType,
            Source = "transformation",
            Transformations =
            [
                new()
                {
                    Function = "RegexReplace()",
                    Input = input,
                    Pattern = @"(?'username'^.*?)#EXT#@(?i).*\.onmicrosoft\.com$",
                    Replacement = "{username}@example.com",
                },
            ],
        };

    private static (UserType Type, string NameId, string Path, string? Original) Summary(SignInIdentity identity) =>
        (identity.UserType, identity.NameId, identity.OrgUnitPath, identity.OriginalUserPrincipalName);

    /// <summary>A tenth of a second goes by between any two looks at it.</summary>
    private sealed class SlowClock : TimeProvider
    {
        private long _timestamp;

        public override long TimestampFrequency => 10;

        public override long GetTimestamp() => _timestamp++;
    }
}
