using System.Text;

namespace SamlSp.Protocol;

public sealed partial class LogoutVerifier
{
    /// <summary>
    /// Verifies a message of the POST binding: the base64 form value, signed by an enveloped signature. What is signed is read from the
    /// bytes that were digested; of the rest, only the Issuer is looked at, to find the keys.
    /// </summary>
    public LogoutMessageResult VerifyPost(MessageParameter parameter, string formValue, string? relayState, LogoutExpectations expectations)
    {
        ArgumentNullException.ThrowIfNull(formValue);
        ArgumentNullException.ThrowIfNull(expectations);
        if (relayState is not null && Encoding.UTF8.GetByteCount(relayState) > RelayStates.MaximumForeign)
        {
            return Refused(RelayStateTooLong);
        }

        // (1) Decode and parse.
        if (
            (MessageDecoder.DecodePost(formValue, limits, out var xml) is { } refusal)
            || !XmlTree.TryParse(xml, limits, XmlOptions.None, out var tree, out refusal)
        )
        {
            return Refused(refusal);
        }

        using (tree)
        {
            if (!IsKind(tree.Root, parameter))
            {
                return Refused(WrongKind);
            }

            // (2) The signature's position, and the issuer whose keys verify it.
            refusal = SignaturePlaces.Find(tree.Root, default, out var signature, out _);
            if (refusal is not null)
            {
                return Refused(refusal);
            }

            if (LogoutReader.Issuer(tree.Root) is not { } issuer)
            {
                return Refused(NoIssuer);
            }

            if (expectations.FindIssuer(issuer) is not { } trusted)
            {
                return Refused(UnknownIssuer);
            }

            // (3) Signed: read from the signed bytes. Unsigned: only a response, where the caller allows it.
            if (signature.Exists)
            {
                return ReadSigned(tree.Root, signature, issuer, trusted, relayState, expectations);
            }

            if (parameter == MessageParameter.SAMLRequest || !expectations.AllowUnsignedResponse)
            {
                return Refused(Unsigned);
            }

            refusal = ReadAndCheck(tree.Root, issuer, expectations, out _, out var response);
            return refusal is not null ? Refused(refusal) : new() { Response = response, RelayState = relayState };
        }
    }

    private LogoutMessageResult ReadSigned(
        XmlElement root,
        XmlElement signature,
        string issuer,
        TrustedIssuer trusted,
        string? relayState,
        LogoutExpectations expectations
    )
    {
        if (SignatureVerifier.Verify(root, signature, trusted, limits, clock.GetUtcNow(), out var verified) is { } refusal)
        {
            return Refused(refusal);
        }

        using (verified)
        {
            if (!XmlTree.TryParse(verified!.Written, limits, XmlOptions.Canonical, out var tree, out refusal))
            {
                return Refused(refusal);
            }

            using (tree)
            {
                // The keys were found by the raw Issuer: the signed one has to be the same.
                if (LogoutReader.Issuer(tree.Root) != issuer)
                {
                    return Refused(NoIssuer);
                }

                refusal = ReadAndCheck(tree.Root, issuer, expectations, out var request, out var response);
                return refusal is not null
                    ? Refused(refusal)
                    : new()
                    {
                        Request = request,
                        Response = response,
                        Signed = true,
                        RelayState = relayState,
                    };
            }
        }
    }
}
