namespace SamlSp.Protocol;

/// <summary>
/// Every check on a Response whose signatures hold, in order, with its clause of the SAML standard. The first that fails refuses, with a
/// code in its comment. What comes before this list (reading, locating the one assertion, trust, signatures, decryption) is <see
/// cref="ResponsePipeline"/>.
/// </summary>
internal static class ResponseChecks
{
    public static Refusal? Run(ResponseFacts facts)
    {
        var (response, assertion) = (facts.Response, facts.Assertion);
        var conditions = assertion.Child("Conditions"u8, Namespaces.Assertion);
        var subject = assertion.Child("Subject"u8, Namespaces.Assertion);
        return
            // The Response
            MessageChecks.Version(response) //                             Core 3.2.2                     version_mismatch
            ?? MessageChecks.ResponseSchema(response) //                   Core 3.2.2, schema             malformed
            ?? MessageChecks.IssueInstant(facts, response, out _) //       Core 3.2.2                     malformed, not_yet_valid
            ?? MessageChecks.Status(response) //                           Core 3.2.2.1, 3.2.2.2          status_not_success
            ?? MessageChecks.Issuer(facts, response, isRequired: false) // Profiles 4.1.4.2               untrusted_issuer
            ?? MessageChecks.Destination(facts) //                         Core 3.2.2, Bindings 3.5.5.2   destination_mismatch
            // The Assertion
            ?? MessageChecks.Version(assertion) //                         Core 2.3.3                     version_mismatch
            ?? MessageChecks.AssertionSchema(assertion) //                 Core 2.3.3, schema             malformed
            ?? MessageChecks.IssueInstant(facts, assertion, out facts.IssueInstant) // Core 2.3.3           malformed, not_yet_valid
            ?? MessageChecks.Issuer(facts, assertion, isRequired: true) // Profiles 4.1.4.2               malformed, untrusted_issuer
            // Its Conditions. What they lack: missing_conditions
            ?? ConditionsChecks.Present(conditions) //                     Profiles 4.1.4.2               missing_conditions
            ?? ConditionsChecks.Known(conditions) //                       Core 2.5.1.1                   malformed
            ?? ConditionsChecks.Validity(facts, conditions) //             Core 2.5.1.2                   not_yet_valid, expired
            ?? ConditionsChecks.Audience(facts, conditions) //             Core 2.5.1.4                   audience_mismatch
            // Its Subject. The first two: subject_confirmation_invalid, recipient_mismatch, expired, in_response_to_mismatch
            ?? SubjectChecks.BearerConfirmation(facts, subject) //         Profiles 4.1.4.2, 4.1.4.3
            ?? SubjectChecks.InResponseTo(facts) //                        Profiles 4.1.4.3, 4.1.5        unsolicited_not_allowed
            ?? SubjectChecks.NameIdentifier(facts, subject) //             Core 2.2.2, 2.2.3, 2.4.1, 8.3  name_id_invalid
            // Its statements. AuthnStatements: authn_statement_missing, malformed, not_yet_valid, expired
            ?? StatementChecks.AuthnStatements(facts) //                   Profiles 4.1.4.2, Core 2.7.2
            ?? StatementChecks.AuthnIsFresh(facts) //                      Core 3.4.1 (ForceAuthn)        authn_too_old
            ?? StatementChecks.Attributes(facts); //                       Core 2.7.3                     malformed
    }
}
