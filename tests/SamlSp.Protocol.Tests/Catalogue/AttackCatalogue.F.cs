using System.Xml;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// Protocol.
internal static partial class AttackCatalogue
{
    private const string Bearer = "urn:oasis:names:tc:SAML:2.0:cm:bearer";

    private static IEnumerable<AttackCase> GroupF() =>
        [
            .. TimeCases(),
            Removed("F02_NoConditions", RefusalCodes.MissingConditions, "Conditions"),
            Attribute("F02_NoNotOnOrAfterInConditions", RefusalCodes.MissingConditions, "Conditions", "NotOnOrAfter", null),
            Attribute("F02_NoNotBeforeIsAccepted", null, "Conditions", "NotBefore", null),
            Attribute(
                "F03_ConfirmationWithoutNotOnOrAfter",
                RefusalCodes.SubjectConfirmationInvalid,
                "SubjectConfirmationData",
                "NotOnOrAfter",
                null
            ),
            Attribute("F03_ConfirmationWithoutRecipient", RefusalCodes.RecipientMismatch, "SubjectConfirmationData", "Recipient", null),
            Case(
                "F03_ConfirmationExpired",
                RefusalCodes.Expired,
                idp => idp with { ConfirmationNotOnOrAfter = TestClock.Now.AddSeconds(-180) }
            ),
            Case(
                "F03_ConfirmationWithinTheSkewIsAccepted",
                null,
                idp => idp with { ConfirmationNotOnOrAfter = TestClock.Now.AddSeconds(-179) }
            ),
            Attribute(
                "F03_ConfirmationWithNotBefore",
                RefusalCodes.SubjectConfirmationInvalid,
                "SubjectConfirmationData",
                "NotBefore",
                "2026-11-22T05:00:00Z"
            ),
            Removed("F03_NoConfirmationData", RefusalCodes.SubjectConfirmationInvalid, "SubjectConfirmationData"),
            Attribute(
                "F04_HolderOfKey",
                RefusalCodes.SubjectConfirmationInvalid,
                "SubjectConfirmation",
                "Method",
                "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key"
            ),
            Attribute("F04_NoMethod", RefusalCodes.SubjectConfirmationInvalid, "SubjectConfirmation", "Method", null),
            Removed("F04_NoConfirmation", RefusalCodes.SubjectConfirmationInvalid, "SubjectConfirmation"),
            Removed("F04_NoSubject", RefusalCodes.SubjectConfirmationInvalid, "Subject"),
            Confirmations(
                "F04_OneGoodBearerAmongSeveralIsAccepted",
                null,
                (Bearer, "https://other.example/"),
                ("urn:oasis:names:tc:SAML:2.0:cm:sender-vouches", TestSp.AcsUrl),
                (Bearer, TestSp.AcsUrl)
            ),
            Confirmations(
                "F04_NoGoodBearerAmongSeveral",
                RefusalCodes.SubjectConfirmationInvalid,
                (Bearer, "https://other.example/"),
                (Bearer, TestSp.AcsUrl + "/")
            ),
            Confirmations(
                "F04_GoodDataUnderAnotherMethod",
                RefusalCodes.RecipientMismatch,
                (Bearer, "https://other.example/"),
                ("urn:oasis:names:tc:SAML:2.0:cm:holder-of-key", TestSp.AcsUrl)
            ),
            Case("F05_AudienceMissing", RefusalCodes.MissingConditions, idp => idp.For()),
            Case("F05_AnotherAudience", RefusalCodes.AudienceMismatch, idp => idp.For("https://other.example/Saml2")),
            Case("F05_OneOfTwoAudiencesIsAccepted", null, idp => idp.For("https://other.example", TestSp.EntityId)),
            Case("F05_SpnFormIsAccepted", null, idp => idp.For("spn:" + TestSp.EntityId)),
            Case("F05_AudienceWithASlash", RefusalCodes.AudienceMismatch, idp => idp.For(TestSp.EntityId + "/")),
            Case("F05_AudienceInAnotherCase", RefusalCodes.AudienceMismatch, idp => idp.For(TestSp.EntityId.ToUpperInvariant())),
            Signed(
                "F05_SeveralRestrictionsOfWhichOneIsNotMet",
                RefusalCodes.AudienceMismatch,
                "<AudienceRestriction>",
                "<AudienceRestriction><Audience>https://other.example</Audience></AudienceRestriction><AudienceRestriction>"
            ),
            Signed(
                "F05_SeveralRestrictionsAllMetAreAccepted",
                null,
                "<AudienceRestriction>",
                $"<AudienceRestriction><Audience>{TestSp.EntityId}</Audience></AudienceRestriction><AudienceRestriction>"
            ),
            Signed(
                "F05_EmptyRestriction",
                RefusalCodes.AudienceMismatch,
                "<AudienceRestriction>",
                "<AudienceRestriction></AudienceRestriction><AudienceRestriction>"
            ),
            .. new[] { "/", ":443", "?x=1", "#x" }.SelectMany(
                (suffix, i) =>
                    new[]
                    {
                        Case(
                            "F06_RecipientSuffix" + i,
                            RefusalCodes.RecipientMismatch,
                            idp => idp with { Recipient = TestSp.AcsUrl + suffix }
                        ),
                        Case(
                            "F06_DestinationSuffix" + i,
                            RefusalCodes.DestinationMismatch,
                            idp => idp with { Destination = TestSp.AcsUrl + suffix }
                        ),
                    }
            ),
            Case(
                "F06_RecipientInAnotherCase",
                RefusalCodes.RecipientMismatch,
                idp => idp with { Recipient = TestSp.AcsUrl.Replace("Acs", "acs", StringComparison.Ordinal) }
            ),
            Case("F06_RecipientPrefix", RefusalCodes.RecipientMismatch, idp => idp with { Recipient = TestSp.AcsUrl[..^1] }),
            Case(
                "F06_DestinationPortWrittenOut",
                RefusalCodes.DestinationMismatch,
                idp => idp with { Destination = "https://sp.example.com:443/Saml2/Acs" }
            ),
            Case(
                "F06_AnotherDestination",
                RefusalCodes.DestinationMismatch,
                idp => idp with { Destination = "https://other.example/" },
                ResponseSigned
            ),
            Case("F07_DestinationEmpty", RefusalCodes.DestinationMismatch, idp => idp with { Destination = "" }),
            Case(
                "F07_DestinationMissingInASignedResponse",
                RefusalCodes.DestinationMismatch,
                idp => idp with { Destination = null },
                ResponseSigned
            ),
            Case("F07_DestinationMissingInAnUnsignedResponse", RefusalCodes.DestinationMismatch, idp => idp with { Destination = null }),
            Case(
                "F07_DestinationMissingWhenBothAreSigned",
                RefusalCodes.DestinationMismatch,
                idp => idp with { Destination = null },
                Base.Sign(SignedParts.Both)
            ),
            Case(
                "F08_InResponseToMissing",
                RefusalCodes.InResponseToMismatch,
                idp => idp with { ResponseInResponseTo = null, ConfirmationInResponseTo = null }
            ),
            Case(
                "F08_InResponseToOfAnotherRequest",
                RefusalCodes.InResponseToMismatch,
                idp => idp with { ResponseInResponseTo = "_other", ConfirmationInResponseTo = "_other" }
            ),
            Case("F08_OnlyTheResponseSaysIt", RefusalCodes.InResponseToMismatch, idp => idp with { ConfirmationInResponseTo = null }),
            Case("F08_OnlyTheConfirmationSaysIt", RefusalCodes.InResponseToMismatch, idp => idp with { ResponseInResponseTo = null }),
            Case("F08_LevelsDisagree", RefusalCodes.InResponseToMismatch, idp => idp with { ResponseInResponseTo = "_other" }),
            Judged(
                "F08_NoRequestIsPending",
                RefusalCodes.InResponseToMismatch,
                attempt => attempt with { Expectations = attempt.Expectations with { Correlation = RequestCorrelation.None } }
            ),
            Judged(
                "F08_NoRequestIsPendingWithUnsolicitedAllowed",
                RefusalCodes.InResponseToMismatch,
                attempt =>
                    attempt with
                    {
                        Expectations = WithIssuer(
                            attempt.Expectations with
                            {
                                Correlation = RequestCorrelation.None,
                            },
                            issuer => issuer with { AllowUnsolicited = true }
                        ),
                    }
            ),
            Judged(
                "F08_DeferredToTheCallerIsAccepted",
                null,
                attempt => attempt with { Expectations = attempt.Expectations with { Correlation = RequestCorrelation.Deferred } }
            ),
            new(
                "F08_DeferredLevelsDisagree",
                RefusalCodes.InResponseToMismatch,
                () => Attempt.Of(Base.SignedResponse()),
                () =>
                    Attempt.Of((Base with { ResponseInResponseTo = "_other" }).SignedResponse()) is var attempt
                        ? attempt with
                        {
                            Expectations = attempt.Expectations with { Correlation = RequestCorrelation.Deferred },
                        }
                        : null!
            ),
            Judged(
                "F09_UnsolicitedNotAllowed",
                RefusalCodes.UnsolicitedNotAllowed,
                attempt =>
                    attempt with
                    {
                        Expectations = WithIssuer(attempt.Expectations, issuer => issuer with { AllowUnsolicited = false }),
                    },
                Base.Unsolicited()
            ),
            Judged(
                "F09_UnsolicitedWhileARequestIsPending",
                RefusalCodes.InResponseToMismatch,
                attempt =>
                    attempt with
                    {
                        Expectations = attempt.Expectations with { Correlation = RequestCorrelation.Answers("_pending") },
                    },
                Base.Unsolicited()
            ),
            Case(
                "F09_UnsolicitedWithAnInResponseTo",
                RefusalCodes.InResponseToMismatch,
                idp => idp with { ResponseInResponseTo = "_x", ConfirmationInResponseTo = "_x" },
                Base.Unsolicited()
            ),
            Case("F12_AnotherIssuer", RefusalCodes.UntrustedIssuer, idp => idp.IssuedBy(TestTenant.HomeIssuer)),
            Case("F12_IssuersDisagree", RefusalCodes.UntrustedIssuer, idp => idp with { ResponseIssuer = TestTenant.HomeIssuer }),
            Case(
                "F12_IssuersDisagreeInASignedResponse",
                RefusalCodes.UntrustedIssuer,
                idp => idp with { Issuer = TestTenant.HomeIssuer },
                ResponseSigned
            ),
            Case("F12_IssuerWithoutItsSlash", RefusalCodes.UntrustedIssuer, idp => idp.IssuedBy(TestTenant.Issuer.TrimEnd('/'))),
            Case("F12_IssuerMissingInTheResponseIsAccepted", null, idp => idp with { ResponseIssuer = null }),
            Case(
                "F12_IssuerMissingInASignedResponse",
                RefusalCodes.SignatureStructure,
                idp => idp with { ResponseIssuer = null },
                ResponseSigned
            ),
            Case("F12_IssuerMissingInTheAssertion", RefusalCodes.Malformed, idp => idp with { Issuer = null }, ResponseSigned),
            Case(
                "F12_IssuerMissingAroundAnEncryptedAssertion",
                RefusalCodes.Malformed,
                idp => idp with { ResponseIssuer = null },
                Encrypted
            ),
            Case(
                "F12_AnotherIssuerInTheEncryptedAssertion",
                RefusalCodes.UntrustedIssuer,
                idp => idp with { Issuer = TestTenant.HomeIssuer },
                Encrypted
            ),
            Signed("F12_SeveralIssuers", RefusalCodes.Malformed, "<Subject>", $"<Issuer>{TestTenant.Issuer}</Issuer><Subject>"),
            Signed(
                "F12_IssuerThatIsNoEntity",
                RefusalCodes.UntrustedIssuer,
                "<Issuer>",
                "<Issuer Format=\"urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress\">"
            ),
            Judged(
                "F12_TheResolverMixesIssuersUp",
                RefusalCodes.UntrustedIssuer,
                attempt =>
                    attempt with
                    {
                        Expectations = WithIssuer(attempt.Expectations, issuer => issuer with { EntityId = TestTenant.HomeIssuer }),
                    }
            ),
            Case("F14_FailureWithAnAssertion", RefusalCodes.StatusNotSuccess, idp => idp with { Status = StatusUris.Responder }),
            Case(
                "F14_FailureWithNestedSuccess",
                RefusalCodes.StatusNotSuccess,
                idp => idp with { Status = StatusUris.Responder, SubStatus = StatusUris.Success }
            ),
            Case(
                "F14_SuccessWithANestedFailure",
                RefusalCodes.StatusNotSuccess,
                idp => idp with { SubStatus = "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed" }
            ),
            Removed("F14_NoStatus", RefusalCodes.Malformed, "Status"),
            Removed("F14_NoStatusCode", RefusalCodes.Malformed, "StatusCode"),
            Case(
                "F14_FailureWithoutAnAssertion",
                RefusalCodes.StatusNotSuccess,
                idp => idp.Failing(StatusUris.Responder, message: "AADSTS50105")
            ),
            Case("F14_SuccessWithoutAnAssertion", RefusalCodes.NoAssertion, idp => idp with { HasAssertion = false }),
            Case("F15_NoAuthnStatement", RefusalCodes.AuthnStatementMissing, idp => idp with { AuthnStatements = 0 }),
            Case("F15_SeveralAuthnStatementsAreAccepted", null, idp => idp with { AuthnStatements = 3 }),
            Case("F15_AuthnInstantInTheFuture", RefusalCodes.NotYetValid, idp => idp with { AuthnInstant = TestClock.Now.AddSeconds(181) }),
            Case("F15_SessionAtItsEnd", RefusalCodes.Expired, idp => idp with { SessionNotOnOrAfter = TestClock.Now.AddSeconds(-180) }),
            Judged(
                "F15_StaleAuthnInstant",
                RefusalCodes.AuthnTooOld,
                attempt =>
                    attempt with
                    {
                        Expectations = attempt.Expectations with { AuthenticatedNotBefore = TestClock.Now.AddSeconds(121) },
                    }
            ),
            Judged(
                "F15_AuthnInstantWithinTheSkewIsAccepted",
                null,
                attempt =>
                    attempt with
                    {
                        Expectations = attempt.Expectations with { AuthenticatedNotBefore = TestClock.Now.AddSeconds(120) },
                    }
            ),
            Judged(
                "F15_StaleStatementBehindAFreshOne",
                RefusalCodes.AuthnTooOld,
                Fresh,
                Base.BeforeSigning((XmlDocument d) => SecondStatement(d, "2026-11-22T05:00:00Z"))
            ),
            Judged(
                "F15_StaleStatementBeforeAFreshOne",
                RefusalCodes.AuthnTooOld,
                Fresh,
                (Base with { AuthnInstant = TestClock.Now.AddHours(-1) }).BeforeSigning(
                    (XmlDocument d) => SecondStatement(d, "2026-11-22T05:59:00Z")
                )
            ),
            Judged(
                "F15_SeveralFreshStatementsAreAccepted",
                null,
                Fresh,
                Base.BeforeSigning((XmlDocument d) => SecondStatement(d, "2026-11-22T05:59:30Z"))
            ),
            Removed("F15_AuthnStatementWithoutAContext", RefusalCodes.Malformed, "AuthnContext"),
            Signed("F15_AuthnStatementWithTwoContexts", RefusalCodes.Malformed, "<AuthnContext>", "<AuthnContext/><AuthnContext>"),
            Case("F15_AuthnContextWithoutAClassIsAccepted", null, idp => idp with { AuthnContextClass = null }),
            Attribute("F16_OurSpNameQualifierIsAccepted", null, "NameID", "SPNameQualifier", TestSp.EntityId),
            Attribute("F16_AnotherSpNameQualifier", RefusalCodes.NameIdInvalid, "NameID", "SPNameQualifier", "https://other.example/Saml2"),
            Attribute("F16_EmptySpNameQualifier", RefusalCodes.NameIdInvalid, "NameID", "SPNameQualifier", ""),
            Attribute("F16_NameQualifierOfAnotherFormatIsAccepted", null, "NameID", "NameQualifier", "example.com"),
            .. new[] { NameIdFormats.Persistent, NameIdFormats.Transient }.SelectMany(
                (format, i) =>
                    new[]
                    {
                        Attribute(
                            "F16_TheIssuersNameQualifierIsAccepted" + i,
                            null,
                            "NameID",
                            "NameQualifier",
                            TestTenant.Issuer,
                            Base.NameId("x7f", format)
                        ),
                        Attribute(
                            "F16_AnotherNameQualifier" + i,
                            RefusalCodes.NameIdInvalid,
                            "NameID",
                            "NameQualifier",
                            TestTenant.HomeIssuer,
                            Base.NameId("x7f", format)
                        ),
                        Attribute(
                            "F16_AnotherSpNameQualifierInThisFormat" + i,
                            RefusalCodes.NameIdInvalid,
                            "NameID",
                            "SPNameQualifier",
                            "https://other.example/Saml2",
                            Base.NameId("x7f", format)
                        ),
                    }
            ),
            Expecting("F16_TheExpectedFormatIsAccepted", null, NameIdFormats.EmailAddress),
            Expecting("F16_AnotherFormatThanExpected", RefusalCodes.NameIdInvalid, NameIdFormats.Persistent),
            Expecting(
                "F16_NoFormatWhereOneIsExpected",
                RefusalCodes.NameIdInvalid,
                NameIdFormats.EmailAddress,
                Base with
                {
                    NameIdFormat = null,
                }
            ),
            Expecting("F16_UnspecifiedExpectsNoneInParticular", null, NameIdFormats.Unspecified),
            Case("F16_NameIdEmpty", RefusalCodes.NameIdInvalid, idp => idp.NameId("")),
            Case("F16_NameIdBlank", RefusalCodes.NameIdInvalid, idp => idp.NameId(" \n\t ")),
            Removed("F16_NameIdMissing", RefusalCodes.NameIdInvalid, "NameID"),
            Signed("F16_TwoNameIds", RefusalCodes.NameIdInvalid, "<NameID ", "<NameID>mallory@example.com</NameID><NameID "),
            Signed("F17_AttributeWithoutAName", RefusalCodes.Malformed, "<Attribute Name=", "<Attribute FriendlyName="),
            Signed(
                "F18_UnknownCondition",
                RefusalCodes.Malformed,
                "<AudienceRestriction>",
                "<Condition xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"x\"/><AudienceRestriction>"
            ),
            Signed(
                "F18_KnownConditionsAreAccepted",
                null,
                "<AudienceRestriction>",
                "<OneTimeUse/><ProxyRestriction Count=\"0\"/><AudienceRestriction>"
            ),
            Case("F18_Version11", RefusalCodes.VersionMismatch, idp => idp with { Version = "1.1" }),
            Attribute("F18_NoVersion", RefusalCodes.VersionMismatch, "Assertion", "Version", null),
            Attribute("F18_ResponseOfAnotherVersion", RefusalCodes.VersionMismatch, "Response", "Version", "2.1"),
            Signed(
                "F18_UnknownElementInTheAssertion",
                RefusalCodes.Malformed,
                "<AttributeStatement>",
                "<x xmlns=\"urn:x\"/><AttributeStatement>"
            ),
            Signed("F18_TwoConditions", RefusalCodes.Malformed, "<Conditions ", "<Conditions/><Conditions "),
            Signed(
                "F19_AssertionInAdviceIsNotConsumed",
                null,
                "</Conditions>",
                "</Conditions><Advice><Assertion ID=\"_advice\" Version=\"2.0\" IssueInstant=\"2026-11-22T06:00:00Z\">"
                    + $"<Issuer>{TestTenant.Issuer}</Issuer><Subject><NameID>mallory@example.com</NameID></Subject></Assertion></Advice>"
            ),
        ];

    private static IEnumerable<AttackCase> TimeCases()
    {
        var oneHour = TestClock.Now.AddHours(1);
        yield return Judged("F01_AtTheEndPlusSkew", RefusalCodes.Expired, attempt => attempt with { Now = oneHour.AddSeconds(180) });
        yield return Judged(
            "F01_JustBeforeTheEndPlusSkewIsAccepted",
            null,
            attempt => attempt with { Now = oneHour.AddSeconds(180).AddTicks(-1) }
        );
        yield return Case(
            "F01_NotBeforeBeyondTheSkew",
            RefusalCodes.NotYetValid,
            idp => idp with { NotBefore = TestClock.Now.AddSeconds(180.001) }
        );
        yield return Case("F01_NotBeforeAtTheSkewIsAccepted", null, idp => idp with { NotBefore = TestClock.Now.AddSeconds(180) });
        yield return Case("F01_ConditionsExpired", RefusalCodes.Expired, idp => idp with { NotOnOrAfter = TestClock.Now.AddSeconds(-180) });
        yield return Attribute("F01_IssuedInTheFuture", RefusalCodes.NotYetValid, "Assertion", "IssueInstant", "2026-11-22T06:03:01Z");
        yield return Attribute(
            "F01_ResponseIssuedInTheFuture",
            RefusalCodes.NotYetValid,
            "Response",
            "IssueInstant",
            "2026-11-22T06:03:01Z"
        );
        string[] bad =
        [
            "2026-11-22T07:00:00",
            "2026-11-22T07:00:00+00:00",
            "2026-11-22T07:00:00z",
            "2026-11-22 07:00:00Z",
            " 2026-11-22T07:00:00Z",
            "2026-13-22T07:00:00Z",
            "2026-02-30T07:00:00Z",
            "2026-11-22T25:00:00Z",
            "2026-11-22T24:00:01Z",
            "2026-11-22T07:60:00Z",
            "2026-11-22T07:00:60Z",
            "12026-11-22T07:00:00Z",
            "-2026-11-22T07:00:00Z",
            "0000-11-22T07:00:00Z",
            "9999-12-31T24:00:00Z",
            "2026-11-22T07:00:00.Z",
            "2026-11-22T07:00:00,5Z",
            "",
            "tomorrow",
            "1764000000",
        ];
        for (var i = 0; i < bad.Length; i++)
        {
            yield return Attribute("F01_Unreadable" + i, RefusalCodes.Malformed, "Conditions", "NotOnOrAfter", bad[i]);
            yield return Attribute(
                "F01_UnreadableInTheConfirmation" + i,
                RefusalCodes.Malformed,
                "SubjectConfirmationData",
                "NotOnOrAfter",
                bad[i]
            );
        }

        string[] good =
        [
            "2026-11-22T07:00:00Z",
            "2026-11-22T07:00:00.123456789012345Z",
            "2026-11-22T24:00:00Z",
            "9999-12-31T23:59:59.9999999Z",
            "2028-02-29T00:00:00Z",
        ];
        for (var i = 0; i < good.Length; i++)
        {
            yield return Attribute("F01_ReadableIsAccepted" + i, null, "Conditions", "NotOnOrAfter", good[i]);
        }
    }

    private static Attempt Fresh(Attempt attempt) =>
        attempt with
        {
            Expectations = attempt.Expectations with { AuthenticatedNotBefore = TestClock.Now.AddMinutes(-1) },
        };

    private static void SecondStatement(XmlDocument document, string authnInstant)
    {
        var second = (DomElement)Find(document, "AuthnStatement").CloneNode(deep: true);
        second.SetAttribute("AuthnInstant", authnInstant);
        Assertion(document).AppendChild(second);
    }

    private static AttackCase Expecting(string name, string? code, string format, TestIdp? control = null) =>
        Judged(name, code, attempt => attempt with { Expectations = attempt.Expectations with { NameIdFormat = format } }, control);

    /// <summary>Validly signed with an attribute set, or left out.</summary>
    private static AttackCase Attribute(
        string name,
        string? code,
        string element,
        string attribute,
        string? value,
        TestIdp? control = null
    ) =>
        Case(
            name,
            code,
            idp =>
                idp.BeforeSigning(
                    (XmlDocument d) =>
                    {
                        if (value is null)
                        {
                            Find(d, element).RemoveAttribute(attribute);
                        }
                        else
                        {
                            Find(d, element).SetAttribute(attribute, value);
                        }
                    }
                ),
            control
        );

    /// <summary>Validly signed without an element.</summary>
    private static AttackCase Removed(string name, string code, string element) =>
        Case(name, code, idp => idp.BeforeSigning((XmlDocument d) => Find(d, element).ParentNode!.RemoveChild(Find(d, element))));

    private static AttackCase Confirmations(string name, string? code, params (string Method, string Recipient)[] confirmations) =>
        Case(
            name,
            code,
            idp =>
                idp.BeforeSigning(
                    (XmlDocument d) =>
                    {
                        var template = Find(d, "SubjectConfirmation");
                        foreach (var (method, recipient) in confirmations)
                        {
                            var copy = (DomElement)template.CloneNode(deep: true);
                            copy.SetAttribute("Method", method);
                            ((DomElement)copy.FirstChild!).SetAttribute("Recipient", recipient);
                            template.ParentNode!.InsertBefore(copy, template);
                        }

                        template.ParentNode!.RemoveChild(template);
                    }
                )
        );
}
