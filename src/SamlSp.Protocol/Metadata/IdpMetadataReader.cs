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
        if (!XmlTree.TryParse(bytes, Limits, XmlOptions.AllowComments, out var tree, out var refusal))
        {
            return Unreadable(refusal);
        }

        using (tree)
        {
            return Find(tree.Root, entityId, out var entity, out var descriptor) ?? ReadEntity(entity, descriptor, out metadata);
        }
    }

    private static string Unreadable(Refusal refusal) =>
        "The metadata cannot be read. " + refusal.Message.Replace("The message", "The document", StringComparison.Ordinal);

    private static string? Find(XmlElement root, string? entityId, out XmlElement entity, out XmlElement descriptor)
    {
        (entity, descriptor) = (default, default);
        if (!root.Is("EntityDescriptor"u8, Namespaces.Metadata) && !root.Is("EntitiesDescriptor"u8, Namespaces.Metadata))
        {
            return "The document is not SAML metadata: its root is neither EntityDescriptor nor EntitiesDescriptor.";
        }

        var count = 0;
        foreach (var candidate in Entities(root))
        {
            var found = IdpDescriptor(candidate, out var several);
            if (!found.Exists || (entityId is not null && candidate.Attribute("entityID"u8) != entityId))
            {
                continue;
            }

            if (several)
            {
                return "The entity describes itself as an identity provider more than once.";
            }

            (entity, descriptor) = (candidate, found);
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

    private static XmlElement IdpDescriptor(XmlElement entity, out bool several)
    {
        XmlElement found = default;
        several = false;
        foreach (var child in entity.Children)
        {
            if (!child.Is("IDPSSODescriptor"u8, Namespaces.Metadata) || !SupportsSaml2(child))
            {
                continue;
            }

            several = found.Exists;
            found = child;
        }

        return found;
    }

    private static bool SupportsSaml2(XmlElement descriptor) =>
        descriptor.Attribute("protocolSupportEnumeration"u8) is { } protocols
        && protocols.Split([' ', '\t', '\r', '\n']).Contains(NamespaceUris.Protocol, StringComparer.Ordinal);

    private static string? ReadEntity(XmlElement entity, XmlElement descriptor, out IdentityProviderMetadata? metadata)
    {
        metadata = null;
        if (entity.Attribute("entityID"u8) is not { Length: > 0 and <= 1024 } entityId)
        {
            return "The EntityDescriptor has no entityID, or one of more than 1024 characters.";
        }

        if (MetadataKeys.Read(descriptor, out var certificates) is { } keyError)
        {
            return keyError;
        }

        if (Validity(descriptor, out var validUntil, out var cacheDuration) is { } validityError)
        {
            return validityError;
        }

        var signOn = Endpoints(descriptor, "SingleSignOnService"u8);
        if (signOn.Count == 0)
        {
            return "The identity provider has no SingleSignOnService with an https URL.";
        }

        metadata = new()
        {
            EntityId = entityId,
            SingleSignOnServices = signOn,
            SingleLogoutServices = Endpoints(descriptor, "SingleLogoutService"u8),
            SigningCertificates = certificates,
            WantAuthnRequestsSigned = descriptor.Attribute("WantAuthnRequestsSigned"u8) is "true" or "1",
            ValidUntil = validUntil,
            CacheDuration = cacheDuration,
        };
        return null;
    }

    // The narrowest of what the descriptor and everything around it say (SAML Metadata 2.3.1).
    private static string? Validity(XmlElement element, out DateTimeOffset? validUntil, out TimeSpan? cacheDuration)
    {
        (validUntil, cacheDuration) = (null, null);
        for (; element.Exists; element = element.Parent)
        {
            if (element.TryGetAttribute("validUntil"u8, out var text))
            {
                if (!MetadataInstant.TryParse(text, out var instant))
                {
                    return "A validUntil is not an instant.";
                }

                validUntil = validUntil < instant ? validUntil : instant;
            }

            if (element.Attribute("cacheDuration"u8) is { } duration)
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

    private static List<MetadataEndpoint> Endpoints(XmlElement descriptor, ReadOnlySpan<byte> name)
    {
        var endpoints = new List<MetadataEndpoint>();
        foreach (var child in descriptor.Children)
        {
            if (!child.Is(name, Namespaces.Metadata) || child.Attribute("Binding"u8) is not { Length: > 0 } binding)
            {
                continue;
            }

            var responses = child.Attribute("ResponseLocation"u8);
            if (child.Attribute("Location"u8) is { } location && IsWeb(location) && (responses is null || IsWeb(responses)))
            {
                endpoints.Add(new(binding, location, responses));
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
