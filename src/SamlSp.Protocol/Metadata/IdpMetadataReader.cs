using System.Xml;

namespace SamlSp.Protocol;

/// <summary>
/// Reads an identity provider out of a metadata document (SAML Metadata 2.3, 2.4.3). Each fault is a sentence for an administrator.
/// </summary>
internal static partial class IdpMetadataReader
{
    private static readonly VerifierLimits Limits = new()
    {
        MaximumBytes = 4 * 1024 * 1024,
        MaximumCanonicalBytes = 8 * 1024 * 1024,
        MaximumElements = 200_000,
        MaximumAttributes = 400_000,
        MaximumNamespaceDeclarations = 50_000,
    };

    /// <summary>Null and the metadata, or an error and none.</summary>
    public static string? Read(ReadOnlySpan<byte> bytes, string? entityId, out IdentityProviderMetadata? metadata)
    {
        metadata = null;
        if (Parse(bytes, XmlOptions.Metadata, out var tree) is { } error)
        {
            return error;
        }

        using (tree)
        {
            return Find(tree!.Root, entityId, out var entity, out var descriptors) ?? ReadEntity(entity, descriptors, out metadata);
        }
    }

    private static string? Parse(ReadOnlySpan<byte> bytes, XmlOptions options, out XmlTree? tree)
    {
        tree = null;
        if (bytes.Length > Limits.MaximumBytes)
        {
            return Unreadable(XmlRefusals.TooManyBytes);
        }

        if (MetadataEncoding.ToUtf8(bytes) is not { } utf8)
        {
            return "The metadata cannot be read. Its encoding is not UTF-8, UTF-16, US-ASCII or ISO-8859-1, or not the one that it"
                + " declares.";
        }

        return XmlTree.TryParse(utf8, Limits, options, out tree, out var refusal) ? null : Unreadable(refusal);
    }

    private static string Unreadable(Refusal refusal) =>
        "The metadata cannot be read. " + refusal.Message.Replace("The message", "The document", StringComparison.Ordinal);

    private static string? Find(XmlElement root, string? entityId, out XmlElement entity, out List<XmlElement> descriptors)
    {
        (entity, descriptors) = (default, []);
        if (!root.Is("EntityDescriptor"u8, Namespaces.Metadata) && !root.Is("EntitiesDescriptor"u8, Namespaces.Metadata))
        {
            return "The document is not SAML metadata: its root is neither EntityDescriptor nor EntitiesDescriptor.";
        }

        var count = 0;
        foreach (var candidate in Entities(root))
        {
            var found = IdpDescriptors(candidate);
            if (found.Count == 0 || (entityId is not null && Collapsed(candidate, "entityID"u8) != entityId))
            {
                continue;
            }

            (entity, descriptors) = (candidate, found);
            count++;
        }

        var named = entityId is null ? "" : $" with the entity ID {entityId}";
        return count switch
        {
            0 => $"The document holds no SAML 2.0 identity provider{named}.",
            1 => null,
            _ when entityId is null => $"The document holds {count} identity providers: say which one by its entity ID.",
            _ => $"The document holds {count} identity providers{named}.",
        };
    }

    private static List<XmlElement> Entities(XmlElement root)
    {
        var entities = new List<XmlElement>();
        var open = new Stack<XmlElement>([root]);
        while (open.TryPop(out var element))
        {
            if (element.Is("EntityDescriptor"u8, Namespaces.Metadata))
            {
                entities.Add(element);
                continue;
            }

            foreach (var child in element.Children)
            {
                if (child.Is("EntityDescriptor"u8, Namespaces.Metadata) || child.Is("EntitiesDescriptor"u8, Namespaces.Metadata))
                {
                    open.Push(child);
                }
            }
        }

        return entities;
    }

    private static List<XmlElement> IdpDescriptors(XmlElement entity)
    {
        var found = new List<XmlElement>();
        foreach (var child in entity.Children)
        {
            if (child.Is("IDPSSODescriptor"u8, Namespaces.Metadata) && SupportsSaml2(child))
            {
                found.Add(child);
            }
        }

        return found;
    }

    /// <summary>
    /// An attribute of a type whose white space collapses, such as anyURI, dateTime and boolean (XML Schema part 2, 4.3.6).
    /// </summary>
    private static string? Collapsed(XmlElement element, ReadOnlySpan<byte> name) => element.Attribute(name)?.Trim(' ', '\t', '\r', '\n');

    private static bool SupportsSaml2(XmlElement descriptor) =>
        descriptor.Attribute("protocolSupportEnumeration"u8) is { } protocols
        && protocols.Split([' ', '\t', '\r', '\n']).Contains(NamespaceUris.Protocol, StringComparer.Ordinal);

    /// <summary>
    /// Reads an entity. An identity provider may describe itself several times (SAML Metadata 2.3.2), with a key or an endpoint each: all
    /// of them count.
    /// </summary>
    private static string? ReadEntity(XmlElement entity, List<XmlElement> descriptors, out IdentityProviderMetadata? metadata)
    {
        metadata = null;
        if (Collapsed(entity, "entityID"u8) is not { Length: > 0 and <= 1024 } entityId)
        {
            return "The EntityDescriptor has no entityID, or one of more than 1024 characters.";
        }

        // (1) Keys and validity.
        var keys = new MetadataKeys();
        DateTimeOffset? validUntil = null;
        TimeSpan? cacheDuration = null;
        foreach (var descriptor in descriptors)
        {
            if ((keys.Read(descriptor) ?? Validity(descriptor, ref validUntil, ref cacheDuration)) is { } error)
            {
                return error;
            }
        }

        if (keys.Missing() is { } missing)
        {
            return missing;
        }

        // (2) Endpoints.
        var signOn = Endpoints(descriptors, "SingleSignOnService"u8);
        if (signOn.Count == 0)
        {
            return "The identity provider has no SingleSignOnService with an https URL.";
        }

        metadata = new()
        {
            EntityId = entityId,
            SingleSignOnServices = signOn,
            SingleLogoutServices = Endpoints(descriptors, "SingleLogoutService"u8),
            SigningCertificates = keys.Certificates,
            Warnings = keys.Warnings,
            WantAuthnRequestsSigned = descriptors.Exists(d => Collapsed(d, "WantAuthnRequestsSigned"u8) is "true" or "1"),
            ValidUntil = validUntil,
            CacheDuration = cacheDuration,
        };
        return null;
    }

    // The narrowest of what the descriptors and everything around them say (SAML Metadata 2.3.1).
    private static string? Validity(XmlElement element, ref DateTimeOffset? validUntil, ref TimeSpan? cacheDuration)
    {
        for (; element.Exists; element = element.Parent)
        {
            if (element.TryGetAttribute("validUntil"u8, out var text))
            {
                if (!MetadataInstant.TryParse(text.Trim(" \t\r\n"u8), out var instant))
                {
                    return "A validUntil is not an instant.";
                }

                validUntil = validUntil < instant ? validUntil : instant;
            }

            if (Collapsed(element, "cacheDuration"u8) is { } duration)
            {
                if (!TryParseDuration(duration, out var span))
                {
                    return "A cacheDuration is not a duration.";
                }

                cacheDuration = cacheDuration < span ? cacheDuration : span;
            }
        }

        return null;
    }

    private static bool TryParseDuration(string text, out TimeSpan duration)
    {
        duration = default;
        try
        {
            duration = XmlConvert.ToTimeSpan(text);
            return duration >= TimeSpan.Zero;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return false;
        }
    }

    private static List<MetadataEndpoint> Endpoints(List<XmlElement> descriptors, ReadOnlySpan<byte> name)
    {
        var endpoints = new List<MetadataEndpoint>();
        foreach (var descriptor in descriptors)
        {
            foreach (var child in descriptor.Children)
            {
                if (!child.Is(name, Namespaces.Metadata) || Collapsed(child, "Binding"u8) is not { Length: > 0 } binding)
                {
                    continue;
                }

                var responses = Collapsed(child, "ResponseLocation"u8);
                if (Collapsed(child, "Location"u8) is { } location && IsWeb(location) && (responses is null || IsWeb(responses)))
                {
                    endpoints.Add(new(binding, location, responses));
                }
            }
        }

        return endpoints;
    }

    // J08: a browser is sent there, with a query that a fragment would swallow.
    private static bool IsWeb(string location) =>
        Uri.TryCreate(location, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.Host.Length > 0
        && uri.UserInfo.Length == 0
        && !location.Contains('#', StringComparison.Ordinal)
        && !location.AsSpan().ContainsAnyExceptInRange('!', '~');
}
