using System.Text;

namespace SamlSp.Protocol;

/// <summary>
/// One Response on its way: read, locate the assertion, find whom to trust, verify signatures, decrypt, and then check
/// (<see cref="ResponseChecks"/>). After verification, <c>_response</c> and <c>_assertion</c> are elements of trees that were parsed from
/// the bytes that were digested.
/// </summary>
internal sealed class ResponsePipeline(VerifierLimits limits, DateTimeOffset now, ResponseExpectations expected) : IDisposable
{
    private readonly List<IDisposable> _trees = new(4);
    private XmlElement _response;
    private XmlElement _responseSignature;
    private XmlElement _assertion;
    private XmlElement _assertionAsSent;
    private XmlElement _assertionSignature;
    private TrustedIssuer? _issuer;
    private DecryptionBudget? _decryption;
    private bool _isResponseSigned;
    private bool _isAssertionSigned;
    private bool _isEncrypted;

    /// <summary>Takes a pooled array with the XML, which belongs to the pipeline from now on.</summary>
    public VerificationResult Run(byte[] rented, int length)
    {
        var refusal =
            Parse(rented, length)
            ?? Locate()
            ?? SignaturePlaces.Find(_response, _isEncrypted ? default : _assertion, out _responseSignature, out _assertionSignature)
            ?? FindIssuer()
            ?? VerifyResponse()
            ?? (_isEncrypted ? Decrypt() : null)
            ?? VerifyAssertion();
        return refusal is not null ? new(Explain(refusal)) : Judge();
    }

    public void Dispose()
    {
        foreach (var tree in _trees)
        {
            tree.Dispose();
        }
    }

    private Refusal? Parse(byte[] rented, int length)
    {
        if (!XmlTree.TryParseOwned(rented, length, limits, XmlOptions.None, out var tree, out var refusal))
        {
            return refusal;
        }

        _trees.Add(tree);
        _response = tree.Root;
        return _response.Is("Response"u8, Namespaces.Protocol)
            ? null
            : new(RefusalCodes.Malformed, "The message is not a SAML 2.0 Response.");
    }

    /// <summary>The one Assertion or EncryptedAssertion, a child of the Response: nothing else is ever taken for it.</summary>
    private Refusal? Locate()
    {
        var count = 0;
        foreach (var child in _response.Children)
        {
            var isEncrypted = child.Is("EncryptedAssertion"u8, Namespaces.Assertion);
            if (!isEncrypted && !child.Is("Assertion"u8, Namespaces.Assertion))
            {
                continue;
            }

            count++;
            _assertion = child;
            _assertionAsSent = child;
            _isEncrypted = isEncrypted;
        }

        return count switch
        {
            0 => MessageChecks.Status(_response) ?? new(RefusalCodes.NoAssertion, "The Response holds no Assertion."),
            1 => null,
            _ => new(RefusalCodes.MultipleAssertions, "The Response holds more than one Assertion."),
        };
    }

    /// <summary>Whose keys to verify by. The issuers are read once more, from verified bytes, by the checks.</summary>
    private Refusal? FindIssuer()
    {
        var ofResponse = _response.Child("Issuer"u8, Namespaces.Assertion);
        var ofAssertion = _isEncrypted ? ofResponse : _assertion.Child("Issuer"u8, Namespaces.Assertion);
        if (!ofAssertion.Exists || !ofAssertion.TryGetText(out var name))
        {
            return new(RefusalCodes.Malformed, "The Assertion, or the Response around an encrypted one, has no Issuer.");
        }

        if (ofResponse.Exists && (!ofResponse.TryGetText(out var other) || !other.SequenceEqual(name)))
        {
            return new(RefusalCodes.UntrustedIssuer, "The issuers of the Response and the Assertion disagree.");
        }

        var id = Encoding.UTF8.GetString(name);
        _issuer = expected.FindIssuer(id);
        return _issuer is not null && _issuer.EntityId == id
            ? null
            : new(RefusalCodes.UntrustedIssuer, "The issuer is not one that is configured.");
    }

    private Refusal? VerifyResponse()
    {
        if (!_responseSignature.Exists)
        {
            return null;
        }

        var refusal = Verify(_response, _responseSignature, out var verified);
        if (refusal is not null)
        {
            return refusal;
        }

        _isResponseSigned = true;
        _response = verified;
        var signed = _response.Child(_isEncrypted ? "EncryptedAssertion"u8 : "Assertion"u8, Namespaces.Assertion);
        if (!_assertionSignature.Exists)
        {
            _assertion = signed;
        }

        return null;
    }

    private Refusal? Decrypt()
    {
        _decryption = new(expected.DecryptionKeys, limits);
        var scope = XmlScope.FromElement(_assertionAsSent);
        if (!_isResponseSigned)
        {
            return Decrypt(_assertion, scope);
        }

        // The signed bytes of the Response may lack declarations that the assertion relies on: canonicalization drops those that only the
        // plaintext uses. A signature of the assertion's own covers what its prefixes mean, so these may come from the message as it was
        // sent. Without one, only the signed declarations count.
        var wrapper = _response.Child("EncryptedAssertion"u8, Namespaces.Assertion);
        var signedScope = XmlScope.FromElement(wrapper);
        if (scope.IsSameAs(signedScope))
        {
            return Decrypt(wrapper, signedScope);
        }

        var refusal = Decrypt(wrapper, scope);
        return refusal is not null || _assertionSignature.Exists ? refusal : Decrypt(wrapper, signedScope);
    }

    private Refusal? Decrypt(XmlElement wrapper, XmlScope scope)
    {
        var refusal = ElementDecryptor.Decrypt(wrapper, scope, _decryption!, _isResponseSigned, out var tree, out var mayExplain);
        if (refusal is not null)
        {
            return refusal;
        }

        _trees.Add(tree!);
        _assertion = tree!.Root;
        if (!_assertion.Is("Assertion"u8, Namespaces.Assertion))
        {
            return mayExplain ? new(RefusalCodes.Malformed, "What was encrypted is not an Assertion.") : ElementDecryptor.Failed;
        }

        return SignaturePlaces.Find(_assertion, default, out _assertionSignature, out _);
    }

    private Refusal? VerifyAssertion()
    {
        if (!_assertionSignature.Exists)
        {
            return _isResponseSigned ? null : new(RefusalCodes.Unsigned, "Neither the Response nor the Assertion is signed.");
        }

        var refusal = Verify(_assertion, _assertionSignature, out var verified);
        if (refusal is not null)
        {
            return refusal;
        }

        _isAssertionSigned = true;
        _assertion = verified;
        return null;
    }

    /// <summary>Verifies a signature, and reads the bytes that it covers into a tree of their own.</summary>
    private Refusal? Verify(XmlElement element, XmlElement signature, out XmlElement verified)
    {
        verified = default;
        var refusal = SignatureVerifier.Verify(element, signature, _issuer!, limits, now, out var bytes);
        if (refusal is not null)
        {
            return refusal;
        }

        var rented = bytes!.Detach(out var length);
        if (!XmlTree.TryParseOwned(rented, length, limits, XmlOptions.Canonical, out var tree, out refusal))
        {
            return refusal;
        }

        _trees.Add(tree);
        verified = tree.Root;
        return null;
    }

    private VerificationResult Judge()
    {
        var facts = new ResponseFacts
        {
            Expected = expected,
            Issuer = _issuer!,
            Now = now,
            Limits = limits,
            Decryption = _decryption,
            Response = _response,
            Assertion = _assertion,
            IsResponseSigned = _isResponseSigned,
        };
        return ResponseChecks.Run(facts) is { } refusal
            ? new(Explain(refusal), IssuedAt())
            : new(
                new VerifiedAssertion
                {
                    Id = _assertion.Attribute("ID"u8)!,
                    Issuer = _issuer!.EntityId,
                    IssueInstant = facts.IssueInstant,
                    NameId = facts.NameId!,
                    AuthnInstant = facts.AuthnInstant,
                    SessionIndex = facts.SessionIndex,
                    SessionNotOnOrAfter = facts.SessionNotOnOrAfter,
                    AuthnContextClass = facts.AuthnContextClass,
                    InResponseTo = facts.InResponseTo,
                    NotOnOrAfter = facts.NotOnOrAfter,
                    ReplayableUntil = SamlInstant.Add(facts.NotOnOrAfter, expected.ClockSkew),
                    Signed = _isAssertionSigned
                        ? _isResponseSigned
                            ? SignedPart.Both
                            : SignedPart.Assertion
                        : SignedPart.Response,
                    Encrypted = _isEncrypted,
                    Attributes = facts.Attributes,
                }
            );
    }

    /// <summary>The refusal, with what to set where the message looks like one of known software.</summary>
    private Refusal Explain(Refusal refusal) =>
        KnownSenders.Find(refusal.Code, _response) is { } recipe ? refusal with { Recipe = recipe } : refusal;

    private DateTimeOffset? IssuedAt() =>
        _assertion.TryGetAttribute("IssueInstant"u8, out var text) && SamlInstant.TryParse(text, out var instant) ? instant : null;
}
