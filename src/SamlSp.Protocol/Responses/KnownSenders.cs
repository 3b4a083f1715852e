using System.Buffers;

namespace SamlSp.Protocol;

/// <summary>
/// Software whose defaults lead to a refusal, known by the code and by what its messages look like: what to set there, and its section in
/// docs/identity-providers.md. The message is read as it came, so this is a guess: text for an administrator, on which nothing depends.
/// </summary>
internal static class KnownSenders
{
    private static readonly SearchValues<byte> LettersAndDigits = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"u8
    );
    private static readonly SearchValues<byte> UpperHex = SearchValues.Create("0123456789ABCDEF"u8);
    private static readonly SearchValues<byte> LowerHex = SearchValues.Create("0123456789abcdef"u8);
    private static readonly SearchValues<byte> LowerHexAndHyphen = SearchValues.Create("0123456789abcdef-"u8);

    private static readonly Sender[] All =
    [
        new(
            RefusalCodes.WeakAlgorithm,
            static response => IsOnlyEncrypted(response) && HasId(response, "id-"u8, 17, LettersAndDigits),
            new(
                "pysaml2",
                "This looks like pysaml2, which encrypts with 3DES and has no setting for it. Set encrypt_assertion to False there."
            )
        ),
        new(
            RefusalCodes.WeakAlgorithm,
            static response => HasId(response, "id-"u8, 17, LettersAndDigits),
            new(
                "pysaml2",
                "This looks like pysaml2, which signs with SHA-1 until signing_algorithm and digest_algorithm are set in the section "
                    + "service/idp of its settings. Elsewhere they have no effect."
            )
        ),
        new(
            RefusalCodes.WeakAlgorithm,
            static response => HasId(response, "_"u8, 32, UpperHex),
            new(
                "lasso",
                "This looks like lasso, which signs with SHA-1 until it is told otherwise. Set signatureMethod of its server object to "
                    + "RSA-SHA256; at LemonLDAP::NG, the signature method of the SAML service or of this service provider."
            )
        ),
        new(
            RefusalCodes.WeakAlgorithm,
            static response => IssuerEndsWith(response, "/adfs/services/trust"u8),
            new(
                "adfs",
                "This looks like AD FS with SHA-1 chosen for this relying party. Choose SHA-256 on the tab Advanced of its properties."
            )
        ),
        new(
            RefusalCodes.DestinationMismatch,
            static response => HasId(response, "_"u8, 20, LowerHex),
            new(
                "samlp",
                "This looks like samlp, which sends the audience as Destination until its option destination is set. Set destination "
                    + "and recipient to this server's assertion consumer URL."
            )
        ),
        new(
            RefusalCodes.RecipientMismatch,
            static response => HasId(response, "_"u8, 20, LowerHex),
            new(
                "samlp",
                "This looks like samlp, which sends no Recipient until its option recipient is set. Set it to this server's assertion "
                    + "consumer URL."
            )
        ),
        new(
            RefusalCodes.AuthnStatementMissing,
            static response => HasId(response, "_"u8, 36, LowerHexAndHyphen),
            new(
                "samlify",
                "This looks like samlify, whose own template has no AuthnStatement. Give it a loginResponseTemplate that has one."
            )
        ),
    ];

    /// <summary>What to set; null when the message looks like none of these.</summary>
    /// <param name="code">The refusal's code.</param>
    /// <param name="response">The Response as it came, or as it was verified.</param>
    public static Recipe? Find(string code, XmlElement response)
    {
        if (!response.Exists)
        {
            return null;
        }

        foreach (var sender in All)
        {
            if (sender.Code == code && sender.Fits(response))
            {
                return sender.Recipe;
            }
        }

        return null;
    }

    /// <summary>Whether the ID is the prefix and so many characters of a kind.</summary>
    private static bool HasId(XmlElement element, ReadOnlySpan<byte> prefix, int length, SearchValues<byte> kind) =>
        element.TryGetAttribute("ID"u8, out var id)
        && id.Length == prefix.Length + length
        && id.StartsWith(prefix)
        && !id[prefix.Length..].ContainsAnyExcept(kind);

    /// <summary>Whether the assertion is encrypted in an unsigned Response: the weak algorithm is that of the encryption.</summary>
    private static bool IsOnlyEncrypted(XmlElement response) =>
        response.Count("EncryptedAssertion"u8, Namespaces.Assertion) > 0 && response.Count("Signature"u8, Namespaces.Signature) == 0;

    private static bool IssuerEndsWith(XmlElement element, ReadOnlySpan<byte> end)
    {
        var issuer = element.Child("Issuer"u8, Namespaces.Assertion);
        return issuer.Exists && issuer.TryGetText(out var text) && text.EndsWith(end);
    }

    private sealed record Sender(string Code, Func<XmlElement, bool> Fits, Recipe Recipe);
}
