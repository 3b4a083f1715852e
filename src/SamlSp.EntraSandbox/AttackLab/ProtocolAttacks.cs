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
            "The assertion expired an hour ago.",
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
            "The assertion becomes valid in one hour.",
            RefusalCodes.NotYetValid,
            t => t with { NotBefore = t.NotBefore.AddHours(1), NotOnOrAfter = t.NotOnOrAfter.AddHours(1) }
        ),
        Case(
            "F02",
            "no-conditions",
            "No Conditions",
            "Without Conditions the assertion would be valid forever and for every audience (CVE-2026-41577).",
            RefusalCodes.MissingConditions,
            t => t with { HasConditions = false }
        ),
        Case(
            "F03",
            "wrong-recipient",
            "Another Recipient",
            "The assertion is addressed to the assertion consumer service of another app.",
            RefusalCodes.RecipientMismatch,
            t => t with { Recipient = "https://other.example.com/acs" }
        ),
        Case(
            "F03",
            "confirmation-expired",
            "Confirmation expired",
            "The Conditions are met, but the time to present the assertion is over (CVE-2026-1190).",
            RefusalCodes.Expired,
            t => t with { ConfirmationNotOnOrAfter = t.IssueInstant.AddMinutes(-30) }
        ),
        Case(
            "F04",
            "holder-of-key",
            "Holder of key instead of bearer",
            "The subject is confirmed by a key that the browser would have to prove. The app checks no such key, so nothing is confirmed.",
            RefusalCodes.SubjectConfirmationInvalid,
            t => t with { ConfirmationMethod = SamlNames.HolderOfKey }
        ),
        Case(
            "F05",
            "wrong-audience",
            "Another audience",
            "A valid assertion for another app of the same tenant, signed with the same key.",
            RefusalCodes.AudienceMismatch,
            t => t with { Audience = "https://other.example.com/saml" }
        ),
        Case(
            "F05",
            "no-audience",
            "No audience",
            "The assertion names no audience.",
            RefusalCodes.MissingConditions,
            t => t with { Audience = null }
        ),
        Case(
            "F06",
            "wrong-destination",
            "Another Destination",
            "The Destination is not the URL that the response was sent to. It has one slash more.",
            RefusalCodes.DestinationMismatch,
            t => t with { Destination = t.Destination + "/" }
        ),
        Case(
            "F08",
            "wrong-in-response-to",
            "An answer to another request",
            "InResponseTo names a request that this browser did not send: the sign-in of another user.",
            RefusalCodes.InResponseToMismatch,
            t => t with { InResponseTo = MessageId.New() }
        ),
        new(
            "F10",
            "replay",
            "A response used twice",
            "A valid response, sent a second time. If it works only once, a copy from a log or a history is useless.",
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
            "The issuer is another tenant, signed with this tenant's key. Keys are pinned to one issuer.",
            RefusalCodes.UntrustedIssuer,
            t => t with { Issuer = EntraSandboxTenant.IssuerOf("00000000-1111-2222-3333-444444444444") }
        ),
        Case(
            "F14",
            "failure-with-assertion",
            "A failure with an assertion",
            "The status is a failure, but the response has an assertion.",
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
            "The status is success and the response is signed, but it has no assertion.",
            RefusalCodes.NoAssertion,
            c => Form(TokenAssembler.Sign(TokenXml.Response(c.Good, ""), c.Good.ResponseId, c.Key))
        ),
        Case(
            "F15",
            "no-authn-statement",
            "No AuthnStatement",
            "The assertion does not say that the user authenticated.",
            RefusalCodes.AuthnStatementMissing,
            t => t with { HasAuthnStatement = false }
        ),
        Case(
            "F15",
            "stale-authentication",
            "An authentication 30 days ago",
            "The user authenticated 30 days ago. Silent single sign-on must not extend a session that a policy limits. "
                + "Pick a guest: the app asks for a new sign-in once, and refuses the second old answer. Without such a policy, as for "
                + "members by default, the app accepts it unless it asked for a new sign-in.",
            RefusalCodes.AuthnTooOld,
            t => t with { AuthnInstant = t.AuthnInstant.AddDays(-30) },
            AttackFinder.SessionPolicy
        ),
        Case(
            "F15",
            "future-authentication",
            "An authentication in the future",
            "AuthnInstant is tomorrow. A session that is counted from then would last longer than the policy allows.",
            RefusalCodes.NotYetValid,
            t => t with { AuthnInstant = t.AuthnInstant.AddDays(1) }
        ),
        Case(
            "F16",
            "empty-nameid",
            "An empty NameID",
            "The assertion names no user.",
            RefusalCodes.NameIdInvalid,
            t => t with { NameId = new("", t.NameId.Format) }
        ),
        Case(
            "F18",
            "unknown-condition",
            "An unknown condition",
            "The assertion has a condition that the app does not know. Such an assertion is not valid.",
            RefusalCodes.Malformed,
            t => t with { OtherCondition = "OnlyOnSundays" }
        ),
        Case(
            "F18",
            "version-1-1",
            "Another version",
            "The version of the response is SAML 1.1.",
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
