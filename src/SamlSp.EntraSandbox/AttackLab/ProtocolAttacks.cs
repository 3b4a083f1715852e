using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>Group F: the tenant's signature is good, what it says is not for this app, this request or this moment.</summary>
internal static class ProtocolAttacks
{
    public static IReadOnlyList<AttackCase> Cases { get; } =
    [
        Case(
            "F01",
            "expired",
            "Expired",
            "The assertion's time is over for an hour.",
            RefusalCodes.Expired,
            t =>
                t with
                {
                    IssueInstant = t.IssueInstant.AddHours(-2),
                    NotBefore = t.NotBefore.AddHours(-2),
                    NotOnOrAfter = t.IssueInstant.AddHours(-1),
                    ConfirmationNotOnOrAfter = t.IssueInstant.AddHours(-1),
                    AuthnInstant = t.AuthnInstant.AddHours(-2),
                }
        ),
        Case(
            "F01",
            "not-yet-valid",
            "Not yet valid",
            "The assertion becomes valid in an hour.",
            RefusalCodes.NotYetValid,
            t => t with { NotBefore = t.NotBefore.AddHours(1), NotOnOrAfter = t.NotOnOrAfter.AddHours(1) }
        ),
        Case(
            "F02",
            "no-conditions",
            "No Conditions",
            "Without Conditions the assertion would be valid for ever and for everybody (CVE-2026-41577).",
            RefusalCodes.MissingConditions,
            t => t with { HasConditions = false }
        ),
        Case(
            "F03",
            "wrong-recipient",
            "Another Recipient",
            "The assertion was meant for the assertion consumer service of another app.",
            RefusalCodes.RecipientMismatch,
            t => t with { Recipient = "https://other.example.com/acs" }
        ),
        Case(
            "F03",
            "confirmation-expired",
            "Confirmation expired",
            "The Conditions hold, but the time in which the bearer could present the assertion is over (CVE-2026-1190).",
            RefusalCodes.Expired,
            t => t with { ConfirmationNotOnOrAfter = t.IssueInstant.AddMinutes(-30) }
        ),
        Case(
            "F04",
            "holder-of-key",
            "Holder of key instead of bearer",
            "The subject is confirmed by a key that the browser would have to hold. Nobody checks one, so it is no confirmation.",
            RefusalCodes.SubjectConfirmationInvalid,
            t => t with { ConfirmationMethod = SamlNames.HolderOfKey }
        ),
        Case(
            "F05",
            "wrong-audience",
            "Another audience",
            "A good assertion for another app of the same tenant, signed with the same key.",
            RefusalCodes.AudienceMismatch,
            t => t with { Audience = "https://other.example.com/saml" }
        ),
        Case(
            "F05",
            "no-audience",
            "No audience",
            "The assertion says for nobody in particular.",
            RefusalCodes.MissingConditions,
            t => t with { Audience = null }
        ),
        Case(
            "F06",
            "wrong-destination",
            "Another Destination",
            "The response was sent to another URL than it says: one slash more, which is another URL.",
            RefusalCodes.DestinationMismatch,
            t => t with { Destination = t.Destination + "/" }
        ),
        Case(
            "F08",
            "wrong-in-response-to",
            "An answer to another request",
            "InResponseTo names a request that this browser never made: somebody else's sign-in.",
            RefusalCodes.InResponseToMismatch,
            t => t with { InResponseTo = MessageId.New() }
        ),
        new(
            "F10",
            "replay",
            "A response used twice",
            "A good response, sent a second time. Somebody who finds one in a log or a history has nothing if it works only once.",
            RefusalCodes.Replayed,
            c => Form(c.Signed)
        )
        {
            FoundBy = AttackFinder.UsedAssertions,
            IsSentTwice = true,
        },
        Case(
            "F12",
            "unknown-issuer",
            "Another issuer",
            "The tenant's key signs in the name of another tenant: keys are pinned to one issuer.",
            RefusalCodes.UntrustedIssuer,
            t => t with { Issuer = EntraSandboxTenant.IssuerOf("00000000-1111-2222-3333-444444444444") }
        ),
        Case(
            "F14",
            "failure-with-assertion",
            "A failure that holds an assertion",
            "The status says that nobody was signed in, and yet there is an assertion.",
            RefusalCodes.StatusNotSuccess,
            t =>
                t with
                {
                    Status = StatusUris.Requester,
                    SubStatus = SamlNames.RequestUnsupported,
                    StatusMessage = "AADSTS50105: The signed in user is not assigned to a role for the application.",
                }
        ),
        new(
            "F14",
            "no-assertion",
            "Success without an assertion",
            "The status is success, the response is signed, and says nothing about anybody.",
            RefusalCodes.NoAssertion,
            c => Form(TokenAssembler.Sign(TokenXml.Response(c.Good, ""), c.Good.ResponseId, c.Key))
        ),
        Case(
            "F15",
            "no-authn-statement",
            "No AuthnStatement",
            "The assertion does not say that anybody authenticated.",
            RefusalCodes.AuthnStatementMissing,
            t => t with { HasAuthnStatement = false }
        ),
        Case(
            "F15",
            "stale-authentication",
            "An authentication of last month",
            "The person authenticated 30 days ago: silent single sign-on must not lengthen a session that a policy bounds. Pick a guest: where no policy bounds the session, as for members by default, it is accepted unless the app has asked for a new sign-in.",
            RefusalCodes.AuthnTooOld,
            t => t with { AuthnInstant = t.AuthnInstant.AddDays(-30) },
            AttackFinder.SessionPolicy
        ),
        Case(
            "F15",
            "future-authentication",
            "An authentication in the future",
            "AuthnInstant is tomorrow: a session that counts from there would last longer than it may.",
            RefusalCodes.NotYetValid,
            t => t with { AuthnInstant = t.AuthnInstant.AddDays(1) }
        ),
        Case(
            "F16",
            "empty-nameid",
            "An empty NameID",
            "The assertion is about nobody.",
            RefusalCodes.NameIdInvalid,
            t => t with { NameId = new("", t.NameId.Format) }
        ),
        Case(
            "F18",
            "unknown-condition",
            "A condition that nobody knows",
            "The assertion is valid under a condition that the app cannot judge, so it is not valid.",
            RefusalCodes.Malformed,
            t => t with { OtherCondition = "OnlyOnSundays" }
        ),
        Case(
            "F18",
            "version-1-1",
            "Another version",
            "The response says that it is SAML 1.1.",
            RefusalCodes.VersionMismatch,
            t => t with { Version = "1.1" }
        ),
    ];

    private static AttackCase Case(
        string catalogueId,
        string id,
        string title,
        string explanation,
        string code,
        Func<TokenSpec, TokenSpec> change,
        AttackFinder foundBy = AttackFinder.Verifier
    ) => new(catalogueId, id, title, explanation, code, c => Form(c.Issue(change(c.Good)))) { FoundBy = foundBy };

    private static string Form(string xml) => TokenAssembler.FormValue(xml);
}
