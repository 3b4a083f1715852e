using System.Text;

namespace SamlSp.Protocol;

/// <summary>
/// Reads logout messages out of a tree, by the schema (SAML Core 3.7). The caller answers for the tree being what was signed.
/// </summary>
internal static class LogoutReader
{
    private static readonly Refusal Schema = new(
        RefusalCodes.Malformed,
        "The LogoutResponse does not have one Status with one StatusCode and its Value."
    );
    private static readonly Refusal Id = new(RefusalCodes.Malformed, "The message's ID is missing or is not an NCName.");
    private static readonly Refusal Instant = new(RefusalCodes.Malformed, "An instant is missing or not in UTC.");
    private static readonly Refusal Version = new(RefusalCodes.VersionMismatch, "The message's Version is not 2.0.");
    private static readonly Refusal NameId = new(RefusalCodes.NameIdInvalid, "The LogoutRequest has no NameID, or an empty one.");
    private static readonly Refusal EncryptedId = new(
        RefusalCodes.NameIdInvalid,
        "The LogoutRequest has an EncryptedID, which is not supported: send a NameID."
    );

    /// <summary>The text of the Issuer; null when there is not exactly one, in first place, or when it is not an entity's name.</summary>
    public static string? Issuer(XmlElement root)
    {
        var children = root.Children;
        if (
            !children.MoveNext()
            || !children.Current.Is("Issuer"u8, Namespaces.Assertion)
            || root.Count("Issuer"u8, Namespaces.Assertion) != 1
        )
        {
            return null;
        }

        var issuer = children.Current;
        if (
            issuer.TryGetAttribute("Format"u8, out var format)
            && !format.SequenceEqual("urn:oasis:names:tc:SAML:2.0:nameid-format:entity"u8)
        )
        {
            return null;
        }

        return issuer.TryGetText(out var text) && !text.IsEmpty ? Encoding.UTF8.GetString(text) : null;
    }

    public static Refusal? ReadRequest(XmlElement root, string issuer, out LogoutRequest? request)
    {
        request = null;
        if (ReadEnvelope(root, out var id, out var issued) is { } refusal)
        {
            return refusal;
        }

        // (1) The attributes.
        DateTimeOffset? end = null;
        if (root.TryGetAttribute("NotOnOrAfter"u8, out var text))
        {
            if (!SamlInstant.TryParse(text, out var instant))
            {
                return Instant;
            }

            end = instant;
        }

        // (2) The children, in the schema's order: the common ones, one NameID, and then SessionIndex elements.
        NameId? nameId = null;
        var sessionIndexes = new List<string>();
        foreach (var child in root.Children)
        {
            if (IsCommon(child) && nameId is null)
            {
                continue;
            }

            if (child.Is("EncryptedID"u8, Namespaces.Assertion))
            {
                return EncryptedId;
            }

            if (child.Is("NameID"u8, Namespaces.Assertion) && nameId is null)
            {
                nameId = ReadNameId(child);
            }
            else if (child.Is("SessionIndex"u8, Namespaces.Protocol) && nameId is not null && child.Text() is { } sessionIndex)
            {
                // Some identity providers send an empty one for all sessions of the user.
                if (!string.IsNullOrWhiteSpace(sessionIndex))
                {
                    sessionIndexes.Add(sessionIndex);
                }
            }
            else
            {
                return child.Is("BaseID"u8, Namespaces.Assertion) ? NameId : SchemaRefusals.Unexpected(child, "LogoutRequest");
            }

            if (nameId is null)
            {
                return NameId;
            }
        }

        if (nameId is null)
        {
            return NameId;
        }

        request = new()
        {
            Id = id,
            IssueInstant = issued,
            Issuer = issuer,
            Destination = root.Attribute("Destination"u8),
            NotOnOrAfter = end,
            NameId = nameId,
            SessionIndexes = sessionIndexes,
        };
        return null;
    }

    public static Refusal? ReadResponse(XmlElement root, string issuer, out LogoutResponse? response)
    {
        response = null;
        if (ReadEnvelope(root, out var id, out var issued) is { } refusal)
        {
            return refusal;
        }

        // (1) The children, in the schema's order: the common ones, and then one Status.
        XmlElement status = default;
        foreach (var child in root.Children)
        {
            if (IsCommon(child) && !status.Exists)
            {
                continue;
            }

            if (status.Exists || !child.Is("Status"u8, Namespaces.Protocol))
            {
                return SchemaRefusals.Unexpected(child, "LogoutResponse");
            }

            status = child;
        }

        if (!status.Exists || status.Count("StatusCode"u8, Namespaces.Protocol) != 1)
        {
            return Schema;
        }

        // (2) The status codes.
        var code = status.Child("StatusCode"u8, Namespaces.Protocol);
        var nested = code.Child("StatusCode"u8, Namespaces.Protocol);
        if (code.Attribute("Value"u8) is not { Length: > 0 } value)
        {
            return Schema;
        }

        response = new()
        {
            Id = id,
            IssueInstant = issued,
            Issuer = issuer,
            Destination = root.Attribute("Destination"u8),
            InResponseTo = root.Attribute("InResponseTo"u8),
            Status = value,
            SubStatus = nested.Exists ? nested.Attribute("Value"u8) : null,
        };
        return null;
    }

    private static Refusal? ReadEnvelope(XmlElement root, out string id, out DateTimeOffset issued)
    {
        (id, issued) = ("", default);
        if (!root.TryGetAttribute("Version"u8, out var version) || !version.SequenceEqual("2.0"u8))
        {
            return Version;
        }

        if (!root.TryGetAttribute("ID"u8, out var bytes) || bytes.IsEmpty || XmlNames.Measure(bytes) != bytes.Length)
        {
            return Id;
        }

        id = Encoding.UTF8.GetString(bytes);
        if (!root.TryGetAttribute("IssueInstant"u8, out var instant) || !SamlInstant.TryParse(instant, out issued))
        {
            return Instant;
        }

        return root.HasStrayText() ? SchemaRefusals.Text(root) : null;
    }

    // What every message may begin with (SAML Core 3.2.1, 3.2.2). Issuer and Signature are counted elsewhere.
    private static bool IsCommon(XmlElement child) =>
        child.Is("Issuer"u8, Namespaces.Assertion)
        || child.Is("Signature"u8, Namespaces.Signature)
        || child.Is("Extensions"u8, Namespaces.Protocol);

    private static NameId? ReadNameId(XmlElement element) =>
        element.Text() is { } text && !string.IsNullOrWhiteSpace(text)
            ? new(text, element.Attribute("Format"u8), element.Attribute("NameQualifier"u8), element.Attribute("SPNameQualifier"u8))
            : null;
}
