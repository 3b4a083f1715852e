namespace SamlSp.Protocol;

/// <summary>A request to end a session (SAML Core 3.7.1). The NameID is always written: Entra requires it.</summary>
public sealed record LogoutRequest
{
    /// <summary>The request's ID.</summary>
    public required string Id { get; init; }

    /// <summary>When it was issued, UTC.</summary>
    public required DateTimeOffset IssueInstant { get; init; }

    /// <summary>The sender's entity ID.</summary>
    public required string Issuer { get; init; }

    /// <summary>The receiver's logout URL; null when absent.</summary>
    public string? Destination { get; init; }

    /// <summary>Until when the request may be acted on, UTC; null when absent.</summary>
    public DateTimeOffset? NotOnOrAfter { get; init; }

    /// <summary>Whose sessions end.</summary>
    public required NameId NameId { get; init; }

    /// <summary>Which sessions end; empty means all of the user at that issuer.</summary>
    public IReadOnlyList<string> SessionIndexes { get; init; } = [];

    /// <summary>Writes the request as XML in UTF-8, without a signature.</summary>
    /// <exception cref="ArgumentException">The ID is not an NCName, the issuer or NameID is empty, or a value holds a character that XML
    /// cannot.</exception>
    public byte[] ToXml()
    {
        MessageWriter.Require(Issuer, nameof(Issuer));
        MessageWriter.Require(NameId.Value, nameof(NameId));
        using var xml = new MessageWriter();
        xml.StartMessage("LogoutRequest", Id, IssueInstant, Destination);
        xml.Attribute("NotOnOrAfter", NotOnOrAfter is { } end ? MessageWriter.Instant(end) : null);
        xml.AssertionText("Issuer", Issuer);
        xml.StartAssertion("NameID");
        xml.Attribute("NameQualifier", NameId.NameQualifier);
        xml.Attribute("SPNameQualifier", NameId.SPNameQualifier);
        xml.Attribute("Format", NameId.Format);
        xml.Text(NameId.Value);
        xml.End();
        foreach (var sessionIndex in SessionIndexes)
        {
            xml.ProtocolText("SessionIndex", sessionIndex);
        }

        return xml.ToArray();
    }
}
