namespace SamlSp.Protocol;

/// <summary>The HTTP-POST binding (SAML Bindings 3.5).</summary>
public static class PostBinding
{
    /// <summary>The base64 form value of <paramref name="xml"/>; with <paramref name="key"/>, the root element is signed (enveloped, after its Issuer).</summary>
    public static string CreateFormValue(ReadOnlySpan<byte> xml, SigningKey? key) => throw new NotSupportedException();
}
