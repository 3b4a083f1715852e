namespace SamlSp.Protocol;

/// <summary>
/// Every check on a Response whose signatures hold, in order. The first that fails refuses, with the code in its
/// comment. What comes before this list (reading, locating the one assertion, trust, signatures, decryption) is <see
/// cref="ResponsePipeline"/>.
/// </summary>
internal static class ResponseChecks
{
    private static readonly Func<ResponseFacts, Refusal?>[] InOrder =
    [
        // The Response
        MessageChecks.ResponseVersion, // SAML Core 3.2.2                      version_mismatch
        MessageChecks.ResponseSchema, // SAML Core 3.2.2, schema              malformed
        MessageChecks.ResponseIssueInstant, // SAML Core 3.2.2                      malformed, not_yet_valid
        MessageChecks.Status, // SAML Core 3.2.2.1, 3.2.2.2           status_not_success
        MessageChecks.ResponseIssuer, // SAML Profiles 4.1.4.2                untrusted_issuer
        MessageChecks.Destination, // SAML Core 3.2.2, Bindings 3.5.5.2    destination_mismatch
        // The Assertion
        MessageChecks.AssertionVersion, // SAML Core 2.3.3                      version_mismatch
        MessageChecks.AssertionSchema, // SAML Core 2.3.3, schema              malformed
        MessageChecks.AssertionIssueInstant, // SAML Core 2.3.3                      malformed, not_yet_valid
        MessageChecks.AssertionIssuer, // SAML Profiles 4.1.4.2                untrusted_issuer
        // Its Conditions
        ConditionsChecks.Present, // SAML Profiles 4.1.4.2                missing_conditions
        ConditionsChecks.Known, // SAML Core 2.5.1.1                    malformed
        ConditionsChecks.NotBefore, // SAML Core 2.5.1.2                    not_yet_valid
        ConditionsChecks.NotOnOrAfter, // SAML Core 2.5.1.2                    missing_conditions, expired
        ConditionsChecks.Audience, // SAML Core 2.5.1.4                    missing_conditions, audience_mismatch
        // Its Subject
        // subject_confirmation_invalid, recipient_mismatch, expired, in_response_to_mismatch
        SubjectChecks.BearerConfirmation, // SAML Profiles 4.1.4.2, 4.1.4.3
        SubjectChecks.InResponseTo, // SAML Profiles 4.1.4.3, 4.1.5         in_response_to_mismatch, unsolicited_not_allowed
        SubjectChecks.NameIdentifier, // SAML Core 2.2.2, 2.2.3, 2.4.1, 8.3   name_id_invalid
        // Its statements
        StatementChecks.AuthnStatements, // SAML Profiles 4.1.4.2, Core 2.7.2    authn_statement_missing, malformed, not_yet_valid, expired
        StatementChecks.AuthnIsFresh, // SAML Core 3.4.1 (ForceAuthn)         authn_too_old
        StatementChecks.Attributes, // SAML Core 2.7.3                      malformed
    ];

    public static Refusal? Run(ResponseFacts facts)
    {
        foreach (var check in InOrder)
        {
            if (check(facts) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }
}
