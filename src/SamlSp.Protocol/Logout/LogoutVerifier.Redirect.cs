using System.Text;

namespace SamlSp.Protocol;

public sealed partial class LogoutVerifier
{
    private static readonly Refusal EmbeddedSignature = new(
        RefusalCodes.SignatureStructure,
        "A message of the redirect binding holds an XML signature."
    );
    private static readonly Refusal HalfSigned = new(RefusalCodes.SignatureStructure, "There is only one of Signature and SigAlg.");
    private static readonly Refusal Undecodable = new(RefusalCodes.SignatureInvalid, "The signature of the query is not base64.");
    private static readonly Refusal UnknownEncoding = new(RefusalCodes.Malformed, "SAMLEncoding is not DEFLATE.");

    /// <summary>
    /// Verifies a message of the redirect binding from the raw query string (with or without <c>?</c>), exactly as it came over the wire:
    /// the signature is over its bytes as sent, lower-case percent-encoding included (SAML Bindings 3.4.4.1).
    /// </summary>
    public LogoutMessageResult VerifyRedirect(string rawQuery, LogoutExpectations expectations)
    {
        ArgumentNullException.ThrowIfNull(rawQuery);
        ArgumentNullException.ThrowIfNull(expectations);
        if (rawQuery.Length > 4L * limits.MaximumBytes)
        {
            return Refused(XmlRefusals.TooManyBytes);
        }

        // (1) Decode and parse.
        if (!QueryString.TryParse(rawQuery, out var query, out var refusal))
        {
            return Refused(refusal);
        }

        refusal = Unpack(query, out var parameter, out var relayState, out var xml);
        if (refusal is not null || !XmlTree.TryParse(xml, limits, XmlOptions.None, out var tree, out refusal))
        {
            return Refused(refusal);
        }

        using (tree)
        {
            // (2) The kind of message, and the issuer whose keys verify it.
            var root = tree.Root;
            if (!IsKind(root, parameter))
            {
                return Refused(WrongKind);
            }

            if (HasSignature(tree))
            {
                return Refused(EmbeddedSignature);
            }

            if (LogoutReader.Issuer(root) is not { } issuer)
            {
                return Refused(NoIssuer);
            }

            if (expectations.FindIssuer(issuer) is not { } trusted)
            {
                return Refused(UnknownIssuer);
            }

            // (3) The signature over the query, and then the content.
            refusal = VerifyQuery(query, parameter, trusted, expectations, out var signed);
            if (refusal is not null)
            {
                return Refused(refusal);
            }

            refusal = ReadAndCheck(root, issuer, expectations, out var request, out var response);
            return refusal is not null
                ? Refused(refusal)
                : new()
                {
                    Request = request,
                    Response = response,
                    Signed = signed,
                    RelayState = relayState,
                };
        }
    }

    private Refusal? Unpack(QueryString query, out MessageParameter parameter, out string? relayState, out byte[] xml)
    {
        parameter = query.RawRequest is null ? MessageParameter.SAMLResponse : MessageParameter.SAMLRequest;
        (relayState, xml) = (null, []);
        if ((query.RawRequest is null) == (query.RawResponse is null))
        {
            return NotOneMessage;
        }

        if (
            query.RawEncoding is { } encoding
            && QueryString.Decode(encoding) != "urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE"
        )
        {
            return UnknownEncoding;
        }

        if (query.RawRelayState is { } raw)
        {
            relayState = QueryString.Decode(raw);
            if (relayState is null)
            {
                return RelayStateNotText;
            }

            if (Encoding.UTF8.GetByteCount(relayState) > RelayStates.MaximumForeign)
            {
                return RelayStateTooLong;
            }
        }

        return MessageDecoder.DecodeRedirect((query.RawRequest ?? query.RawResponse)!, limits, out xml);
    }

    private Refusal? VerifyQuery(
        QueryString query,
        MessageParameter parameter,
        TrustedIssuer issuer,
        LogoutExpectations expectations,
        out bool signed
    )
    {
        signed = false;
        if (query is { RawSignature: null, RawSigAlg: null })
        {
            return parameter == MessageParameter.SAMLResponse && expectations.AllowUnsignedResponse ? null : Unsigned;
        }

        if (query.RawSignature is null || query.RawSigAlg is null)
        {
            return HalfSigned;
        }

        if (
            QueryString.Decode(query.RawSigAlg) is not { } algorithm
            || QueryString.Decode(query.RawSignature) is not { } base64
            || !Base64Text.TryDecode(base64, allowWhiteSpace: true, out var signature)
        )
        {
            return Undecodable;
        }

        // The order is the standard's, whatever the order in the query.
        var input = new StringBuilder(parameter == MessageParameter.SAMLRequest ? "SAMLRequest=" : "SAMLResponse=").Append(
            query.RawRequest ?? query.RawResponse
        );
        if (query.RawRelayState is not null)
        {
            input.Append("&RelayState=").Append(query.RawRelayState);
        }

        input.Append("&SigAlg=").Append(query.RawSigAlg);
        var refusal = QuerySignature.Verify(
            algorithm,
            Encoding.ASCII.GetBytes(input.ToString()),
            signature,
            issuer,
            limits,
            clock.GetUtcNow()
        );
        signed = refusal is null;
        return refusal;
    }

    private static bool HasSignature(XmlTree tree)
    {
        for (var i = 0; i < tree.Nodes.Count; i++)
        {
            if (tree.Nodes[i].IsElement && new XmlElement(tree, i).Is("Signature"u8, Namespaces.Signature))
            {
                return true;
            }
        }

        return false;
    }
}
