namespace SamlSp.Protocol;

/// <summary>The answer to a <see cref="LogoutRequest"/> (SAML Core 3.7.2).</summary>
public sealed record LogoutResponse
{
    /// <summary>The response's ID.</summary>
    public required string Id { get; init; }

    /// <summary>When it was issued, UTC.</summary>
    public required DateTimeOffset IssueInstant { get; init; }

    /// <summary>The sender's entity ID. At Entra it differs from that of sign-in.</summary>
    public required string Issuer { get; init; }

    /// <summary>The receiver's logout URL; null when absent.</summary>
    public string? Destination { get; init; }

    /// <summary>The ID of the LogoutRequest that this answers; null when absent.</summary>
    public string? InResponseTo { get; init; }

    /// <summary>The top-level status code URI.</summary>
    public required string Status { get; init; }

    /// <summary>The nested status code URI; null when absent.</summary>
    public string? SubStatus { get; init; }

    /// <summary>Writes the response as XML in UTF-8, without a signature.</summary>
    /// <exception cref="ArgumentException">The ID is not an NCName, issuer or status is empty, or a value holds a character that XML
    /// cannot.</exception>
    public byte[] ToXml()
    {
        MessageWriter.Require(Issuer, nameof(Issuer));
        MessageWriter.Require(Status, nameof(Status));
        using var xml = new MessageWriter();
        xml.StartMessage("LogoutResponse", Id, IssueInstant, Destination);
        xml.Attribute("InResponseTo", InResponseTo);
        xml.AssertionText("Issuer", Issuer);
        xml.StartProtocol("Status");
        xml.StartProtocol("StatusCode");
        xml.Attribute("Value", Status);
        if (SubStatus is not null)
        {
            xml.StartProtocol("StatusCode");
            xml.Attribute("Value", SubStatus);
            xml.End();
        }

        return xml.ToArray();
    }
}
