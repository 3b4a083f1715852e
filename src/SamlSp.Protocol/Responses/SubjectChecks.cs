using System.Text;

namespace SamlSp.Protocol;

/// <summary>Checks on the assertion's Subject (SAML Core 2.4, SAML Profiles 4.1.4.2).</summary>
internal static class SubjectChecks
{
    private static readonly Refusal NoBearer = new(
        RefusalCodes.SubjectConfirmationInvalid,
        "The Assertion has no bearer SubjectConfirmation that is complete and valid."
    );
    private static readonly Refusal NotBefore = new(
        RefusalCodes.SubjectConfirmationInvalid,
        "The bearer SubjectConfirmationData has a NotBefore."
    );
    private static readonly Refusal Recipient = new(
        RefusalCodes.RecipientMismatch,
        "The SubjectConfirmationData's Recipient is not this assertion consumer service."
    );
    private static readonly Refusal NoRecipient = new(RefusalCodes.RecipientMismatch, "The SubjectConfirmationData has no Recipient.");
    private static readonly Refusal Passed = new(RefusalCodes.Expired, "The SubjectConfirmationData's NotOnOrAfter has passed.");
    private static readonly Refusal OtherRequest = new(
        RefusalCodes.InResponseToMismatch,
        "InResponseTo is not the ID of the pending request."
    );
    private static readonly Refusal Levels = new(
        RefusalCodes.InResponseToMismatch,
        "InResponseTo of the Response and of the SubjectConfirmationData disagree."
    );
    private static readonly Refusal OtherQualifier = new(
        RefusalCodes.NameIdInvalid,
        "A qualifier of the NameID names another service provider or identity provider."
    );
    private static readonly Refusal OtherFormat = new(
        RefusalCodes.NameIdInvalid,
        "The NameID has another format than the one that is expected."
    );
    private static readonly Refusal NameIdInvalid = new(RefusalCodes.NameIdInvalid, "The Subject has no NameID that can be used.");

    /// <summary>
    /// One bearer confirmation that is fully valid. When there is exactly one candidate, the refusal says what is wrong with it.
    /// </summary>
    public static Refusal? BearerConfirmation(ResponseFacts facts, XmlElement subject)
    {
        if (!subject.Exists)
        {
            return NoBearer;
        }

        var candidates = 0;
        Refusal? first = null;
        foreach (var confirmation in subject.Children)
        {
            if (
                !confirmation.Is("SubjectConfirmation"u8, Namespaces.Assertion)
                || !confirmation.TryGetAttribute("Method"u8, out var method)
                || !method.SequenceEqual("urn:oasis:names:tc:SAML:2.0:cm:bearer"u8)
            )
            {
                continue;
            }

            candidates++;
            var refusal = Confirm(facts, confirmation);
            if (refusal is null)
            {
                return null;
            }

            first ??= refusal;
        }

        return candidates == 1 ? first : NoBearer;
    }

    /// <summary>The copies of InResponseTo agree, and there is one just when a request is answered.</summary>
    public static Refusal? InResponseTo(ResponseFacts facts)
    {
        var present = facts.Response.TryGetAttribute("InResponseTo"u8, out var ofResponse);
        if (present != facts.InResponseTo is not null || (present && !Utf8Text.Equals(ofResponse, facts.InResponseTo)))
        {
            return Levels;
        }

        if (present || facts.Expected.Correlation.RequestId is not null || facts.Issuer.AllowUnsolicited)
        {
            return null;
        }

        return new(RefusalCodes.UnsolicitedNotAllowed, "The Response answers no request, and unsolicited responses are not allowed.");
    }

    /// <summary>
    /// Exactly one NameID or EncryptedID with text that is not blank, of the expected format and for us. The text is taken as it is.
    /// </summary>
    public static Refusal? NameIdentifier(ResponseFacts facts, XmlElement subject)
    {
        var plain = subject.Count("NameID"u8, Namespaces.Assertion);
        var encrypted = subject.Count("EncryptedID"u8, Namespaces.Assertion);
        if (plain + encrypted != 1 || subject.Count("BaseID"u8, Namespaces.Assertion) > 0)
        {
            return NameIdInvalid;
        }

        if (plain == 1)
        {
            return Read(facts, subject.Child("NameID"u8, Namespaces.Assertion));
        }

        var refusal = ElementDecryptor.Decrypt(subject.Child("EncryptedID"u8, Namespaces.Assertion), facts.Decryption, out var tree);
        if (refusal is not null)
        {
            return refusal;
        }

        using (tree)
        {
            return tree!.Root.Is("NameID"u8, Namespaces.Assertion) ? Read(facts, tree.Root) : NameIdInvalid;
        }
    }

    private static Refusal? Read(ResponseFacts facts, XmlElement nameId)
    {
        // (1) The text. White space of Unicode is blank as well: the claim rules refuse it too.
        if (nameId.Text() is not { } value || string.IsNullOrWhiteSpace(value))
        {
            return NameIdInvalid;
        }

        var format = nameId.Attribute("Format"u8);
        var nameQualifier = nameId.Attribute("NameQualifier"u8);
        var spNameQualifier = nameId.Attribute("SPNameQualifier"u8);
        facts.NameId = new(value, format, nameQualifier, spNameQualifier);

        // (2) The qualifiers: identifiers of others are names in other name spaces. What NameQualifier means in formats other than these
        // two is up to the identity provider (SAML Core 8.3.7, 8.3.8).
        var isQualifiedByAnother =
            nameQualifier is not null
            && nameQualifier != facts.Issuer.EntityId
            && format is NameIdFormats.Persistent or NameIdFormats.Transient;
        if (isQualifiedByAnother || (spNameQualifier is not null && spNameQualifier != facts.Expected.EntityId))
        {
            return OtherQualifier;
        }

        // (3) The format.
        return facts.Expected.NameIdFormat is null or NameIdFormats.Unspecified || format == facts.Expected.NameIdFormat
            ? null
            : OtherFormat;
    }

    private static Refusal? Confirm(ResponseFacts facts, XmlElement confirmation)
    {
        // (1) One SubjectConfirmationData, without the NotBefore that a bearer confirmation must not have.
        var data = confirmation.Child("SubjectConfirmationData"u8, Namespaces.Assertion);
        if (!data.Exists || confirmation.Count("SubjectConfirmationData"u8, Namespaces.Assertion) != 1)
        {
            return NoBearer;
        }

        if (data.TryGetAttribute("NotBefore"u8, out _))
        {
            return NotBefore;
        }

        // (2) For us.
        if (!data.TryGetAttribute("Recipient"u8, out var recipient))
        {
            return NoRecipient;
        }

        if (!Utf8Text.Equals(recipient, facts.Expected.AssertionConsumerServiceUrl))
        {
            return Recipient;
        }

        // (3) Still valid.
        if (!data.TryGetAttribute("NotOnOrAfter"u8, out var text))
        {
            return NoBearer;
        }

        if (!SamlInstant.TryParse(text, out var notOnOrAfter))
        {
            return new(RefusalCodes.Malformed, "NotOnOrAfter of the SubjectConfirmationData is not a UTC instant.");
        }

        if (facts.HasPassed(notOnOrAfter))
        {
            return Passed with { Instant = notOnOrAfter };
        }

        // (4) The answer to our request, where the caller named one.
        var inResponseTo = data.Attribute("InResponseTo"u8);
        var correlation = facts.Expected.Correlation;
        if (!correlation.IsDeferred && inResponseTo != correlation.RequestId)
        {
            return OtherRequest;
        }

        facts.InResponseTo = inResponseTo;
        facts.EndsBy(notOnOrAfter);
        return null;
    }
}
