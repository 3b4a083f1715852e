using System.Buffers;
using System.Text;

namespace SamlSp.Protocol;

/// <summary>Verifies SAML Responses (SAML Profiles 4.1.4). Immutable and safe for concurrent use.</summary>
/// <remarks>No message makes it throw: every fault is a <see cref="Refusal"/>.</remarks>
/// <param name="limits">Bounds on the input.</param>
/// <param name="clock">The instant to judge at.</param>
public sealed class ResponseVerifier(VerifierLimits limits, TimeProvider clock)
{
    private static readonly Refusal NotBase64 = new(RefusalCodes.Malformed, "The form value is not base64.");

    /// <summary>Base64 takes four characters for three bytes. An eighth more leaves room for line ends.</summary>
    private readonly long _maximumCharacters = ((long)limits.MaximumBytes * 4 / 3 * 9 / 8) + 8;

    /// <summary>Verifies the value of the form field SAMLResponse: base64 of the XML (SAML Bindings 3.5.4).</summary>
    public VerificationResult VerifyFormValue(string formValue, ResponseExpectations expectations)
    {
        ArgumentNullException.ThrowIfNull(formValue);
        if (formValue.Length > _maximumCharacters)
        {
            return new(XmlRefusals.TooManyBytes);
        }

        var ascii = ArrayPool<byte>.Shared.Rent(formValue.Length);
        try
        {
            return Ascii.FromUtf16(formValue, ascii, out var length) == OperationStatus.Done
                ? VerifyFormValue(ascii.AsSpan(0, length), expectations)
                : new(NotBase64);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(ascii, clearArray: true);
        }
    }

    /// <summary>Verifies the value of the form field SAMLResponse, given as ASCII bytes.</summary>
    public VerificationResult VerifyFormValue(ReadOnlySpan<byte> formValue, ResponseExpectations expectations)
    {
        if (formValue.Length > _maximumCharacters)
        {
            return new(XmlRefusals.TooManyBytes);
        }

        var xml = ArrayPool<byte>.Shared.Rent(StrictBase64.MaximumLength(formValue.Length));
        if (StrictBase64.TryDecode(formValue, xml, out var length))
        {
            return Verify(xml, length, expectations);
        }

        ArrayPool<byte>.Shared.Return(xml, clearArray: true);
        return new(NotBase64);
    }

    /// <summary>Verifies a Response given as XML in UTF-8.</summary>
    public VerificationResult VerifyXml(ReadOnlySpan<byte> xml, ResponseExpectations expectations)
    {
        if (xml.Length > limits.MaximumBytes)
        {
            return new(XmlRefusals.TooManyBytes);
        }

        var copy = ArrayPool<byte>.Shared.Rent(xml.Length);
        xml.CopyTo(copy);
        return Verify(copy, xml.Length, expectations);
    }

    private VerificationResult Verify(byte[] rented, int length, ResponseExpectations expectations)
    {
        ArgumentNullException.ThrowIfNull(expectations);
        using var pipeline = new ResponsePipeline(limits, clock.GetUtcNow(), expectations);
        return pipeline.Run(rented, length);
    }
}
