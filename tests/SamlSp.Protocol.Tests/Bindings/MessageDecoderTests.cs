using System.Text;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

public class MessageDecoderTests
{
    private static readonly byte[] Message = Encoding.UTF8.GetBytes(
        "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"a\">ü</samlp:AuthnRequest>"
    );
    private static readonly string Base64 = Convert.ToBase64String(Message);
    private static readonly string Url = RedirectBinding.CreateUrl(
        TestTenant.SignOnUrl,
        MessageParameter.SAMLRequest,
        Message,
        "the state",
        SigningKey.FromCertificate(TestCertificates.Sp)
    );

    public static TheoryData<string, string?, string?> Forms
    {
        get
        {
            var value = Url[(Url.IndexOf('=', StringComparison.Ordinal) + 1)..Url.IndexOf('&', StringComparison.Ordinal)];
            return new()
            {
                { Encoding.UTF8.GetString(Message), null, null },
                { Base64, BindingUris.Post, null },
                { string.Join("\r\n", Base64.Chunk(20).Select(c => new string(c))) + "\r\n", BindingUris.Post, null },
                { Uri.EscapeDataString(Base64), BindingUris.Post, null },
                { "SAMLRequest=" + Uri.EscapeDataString(Base64) + "&RelayState=x", BindingUris.Post, "x" },
                { value, BindingUris.Redirect, null },
                { Uri.UnescapeDataString(value), BindingUris.Redirect, null },
                { Url, BindingUris.Redirect, "the state" },
                { Url + "#fragment", BindingUris.Redirect, "the state" },
                { Url[Url.IndexOf('?', StringComparison.Ordinal)..], BindingUris.Redirect, "the state" },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Decoder_EachAcceptedForm_ReturnsMessageAndBinding(string text, string? binding, string? relayState)
    {
        Assert.True(MessageDecoder.TryDecode(text, new(), out var message, out _));
        Assert.Equal("AuthnRequest", message.Kind);
        Assert.Equal(binding, message.Binding);
        Assert.Equal(relayState, message.RelayState);
        Assert.Equal(Message, message.Xml.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("%zz")]
    [InlineData("PGEvPg")]
    [InlineData("PGEvPg==PGEvPg==")]
    [InlineData("PGEvPh==")]
    [InlineData("PGI_Pg==")]
    [InlineData("https://idp.example.com/?SAMLRequest=PGEvPg%3D%3D&SAMLResponse=PGEvPg%3D%3D")]
    [InlineData("https://idp.example.com/?SAMLRequest=PGEvPg%3D%3D&SAMLRequest=PGEvPg%3D%3D")]
    [InlineData("<a>")]
    public void Decoder_TextThatIsNoMessage_IsMalformed(string text)
    {
        Assert.False(MessageDecoder.TryDecode(text, new(), out _, out var refusal));
        Assert.Equal(RefusalCodes.Malformed, refusal.Code);
    }

    [Fact]
    public void Decoder_PaddedBase64Xml_IsDecoded() => Assert.True(MessageDecoder.TryDecode("PGEvPg==", new(), out _, out _));

    [Fact]
    public void Decoder_DocumentTypeDeclaration_IsForbidden()
    {
        Assert.False(MessageDecoder.TryDecode("<!DOCTYPE a><a/>", new(), out _, out var refusal));
        Assert.Equal(RefusalCodes.ForbiddenXml, refusal.Code);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Decoder_TextOverLimit_IsTooLarge(int megabytes)
    {
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes("<a>" + new string('x', megabytes * 1024 * 1024) + "</a>"));
        Assert.False(MessageDecoder.TryDecode(text, new(), out _, out var refusal));
        Assert.Equal(RefusalCodes.TooLarge, refusal.Code);
    }
}
