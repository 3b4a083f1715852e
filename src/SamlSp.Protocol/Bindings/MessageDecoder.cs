using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SamlSp.Protocol;

/// <summary>
/// Decodes a message in any of its usual forms: plain XML, base64, base64 over DEFLATE, either of them percent-encoded, a
/// whole redirect URL, query string or form body. For reading messages only: nothing is verified.
/// </summary>
public static class MessageDecoder
{
    /// <summary>Decodes a message, and checks that it is the strict XML of SAML messages.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limits">Bounds on the input.</param>
    /// <param name="message">The result.</param>
    /// <param name="refusal">Why there is none: <c>malformed</c>, <c>too_large</c>, <c>too_deep</c> or <c>forbidden_xml</c>.</param>
    public static bool TryDecode(
        string text,
        VerifierLimits limits,
        [NotNullWhen(true)] out DecodedMessage? message,
        [NotNullWhen(false)] out Refusal? refusal
    )
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(limits);
        message = null;
        // Percent-encoded base64 takes at most four characters for a byte.
        refusal = text.Length > 4L * limits.MaximumBytes ? XmlRefusals.TooManyBytes : null;
        if (refusal is not null)
        {
            return false;
        }

        text = text.Trim('\uFEFF', ' ', '\t', '\r', '\n');
        refusal = Unpack(text, limits, out var xml, out var binding, out var relayState);
        if (refusal is not null || !XmlTree.TryParse(xml, limits, XmlOptions.None, out var tree, out refusal))
        {
            return false;
        }

        using (tree)
        {
            message = new()
            {
                Kind = Encoding.UTF8.GetString(tree.Root.LocalName),
                Binding = binding,
                RelayState = relayState,
                Xml = xml,
            };
        }

        return true;
    }

    /// <summary>
    /// The value of the redirect binding's parameter, raw from the query: percent-encoding, base64, DEFLATE, each strictly.
    /// </summary>
    internal static Refusal? DecodeRedirect(string raw, VerifierLimits limits, out byte[] xml)
    {
        xml = [];
        if (!PercentEncoding.TryDecode(raw, out var value) || !Base64Text.TryDecode(value, allowWhiteSpace: false, out var compressed))
        {
            return NotBase64;
        }

        return BoundedInflater.Inflate(compressed, limits.MaximumBytes, out xml);
    }

    /// <summary>The value of the POST binding's form field: base64, in which line breaks are usual.</summary>
    internal static Refusal? DecodePost(string value, VerifierLimits limits, out byte[] xml)
    {
        xml = [];
        if (value.Length > 2L * limits.MaximumBytes)
        {
            return XmlRefusals.TooManyBytes;
        }

        if (!Base64Text.TryDecode(value, allowWhiteSpace: true, out var bytes))
        {
            return NotBase64;
        }

        if (bytes.Length > limits.MaximumBytes)
        {
            return XmlRefusals.TooManyBytes;
        }

        xml = bytes;
        return null;
    }

    private static Refusal NotBase64 { get; } = new(RefusalCodes.Malformed, "The message is not base64.");

    private static Refusal? Unpack(string text, VerifierLimits limits, out byte[] xml, out string? binding, out string? relayState)
    {
        // (1) Plain XML.
        (xml, binding, relayState) = ([], null, null);
        if (text.StartsWith('<'))
        {
            xml = Encoding.UTF8.GetBytes(text);
            return null;
        }

        // (2) A URL, query string or form body: its message parameter.
        var value = text;
        if (text.Contains("SAMLRequest=", StringComparison.Ordinal) || text.Contains("SAMLResponse=", StringComparison.Ordinal))
        {
            var query = text[(text.IndexOf('?', StringComparison.Ordinal) + 1)..];
            var fragment = query.IndexOf('#', StringComparison.Ordinal);
            if (!QueryString.TryParse(fragment < 0 ? query : query[..fragment], out var parameters, out var refusal))
            {
                return refusal;
            }

            if ((parameters.RawRequest is null) == (parameters.RawResponse is null))
            {
                return new(RefusalCodes.Malformed, "There is not exactly one of SAMLRequest and SAMLResponse.");
            }

            value = (parameters.RawRequest ?? parameters.RawResponse)!;
            relayState = parameters.RawRelayState is null ? null : QueryString.Decode(parameters.RawRelayState);
        }

        // (3) Percent-encoding, base64, and DEFLATE unless the bytes already are XML.
        if (value.Contains('%', StringComparison.Ordinal))
        {
            if (!PercentEncoding.TryDecode(value, out var decoded))
            {
                return new(RefusalCodes.Malformed, "The percent-encoding is invalid.");
            }

            value = decoded;
        }

        if (!Base64Text.TryDecode(value, allowWhiteSpace: true, out var bytes))
        {
            return NotBase64;
        }

        if (LooksLikeXml(bytes))
        {
            (xml, binding) = (bytes, BindingUris.Post);
            return null;
        }

        binding = BindingUris.Redirect;
        return BoundedInflater.Inflate(bytes, limits.MaximumBytes, out xml);
    }

    private static bool LooksLikeXml(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        return bytes.TrimStart(" \t\r\n"u8) is [(byte)'<', ..];
    }
}
