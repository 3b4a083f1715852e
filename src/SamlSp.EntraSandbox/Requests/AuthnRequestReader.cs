using System.Xml.Linq;
using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>
/// Reads an AuthnRequest as Entra does: refuses what Entra refuses, ignores what Entra ignores (Destination, Consent, ProviderName, a
/// signature).
/// </summary>
internal sealed class AuthnRequestReader(EntraSandboxTenant tenant)
{
    private const string Classes = "urn:oasis:names:tc:SAML:2.0:ac:classes:";
    private static readonly string[] NameIdPolicies =
    [
        NameIdFormats.Persistent,
        NameIdFormats.EmailAddress,
        NameIdFormats.Unspecified,
        NameIdFormats.Transient,
    ];
    private static readonly XName[] UnsupportedInScoping = [MessageElement.Protocol + "IDPList", MessageElement.Protocol + "RequesterID"];

    /// <summary>The request, or the error to show. <paramref name="app"/> is set if the Issuer is known.</summary>
    public SignInRequest? Read(XElement message, byte[] xml, string? relayState, out SignInRequest? app, out AadStsError? error)
    {
        app = null;
        error = CheckForm(message);
        if (error is not null)
        {
            return null;
        }

        var issuer = message.Element(MessageElement.Assertion + "Issuer")?.Value;
        if (tenant.FindApp(issuer) is not { } found)
        {
            error = AadStsError.UnknownApp(issuer);
            return null;
        }

        var acsUrl = message.Attribute("AssertionConsumerServiceURL")?.Value;
        if (acsUrl is not null && acsUrl != found.AcsUrl)
        {
            error = AadStsError.UnknownReplyUrl(acsUrl, found.EntityId);
            return null;
        }

        app = new()
        {
            App = found,
            AcsUrl = found.AcsUrl,
            RequestId = message.Attribute("ID")!.Value,
            ForceAuthn = IsTrue(message, "ForceAuthn"),
            IsPassive = IsTrue(message, "IsPassive"),
            NameIdFormat = message.Element(MessageElement.Protocol + "NameIDPolicy")?.Attribute("Format")?.Value,
            RelayState = relayState,
            Message = Convert.ToBase64String(xml),
        };
        error = CheckContent(message, app);
        return error is null ? app : null;
    }

    private static AadStsError? CheckForm(XElement message)
    {
        var id = message.Attribute("ID")?.Value;
        return !MessageElement.IsId(id) ? AadStsError.InvalidId(id)
            : message.Attribute("Version")?.Value != "2.0" ? AadStsError.InvalidMessage("The Version is not 2.0.")
            : message.Element(MessageElement.Assertion + "Issuer") is null ? AadStsError.InvalidMessage("There is no Issuer.")
            : null;
    }

    private static AadStsError? CheckContent(XElement message, SignInRequest request)
    {
        if (message.Element(MessageElement.Assertion + "Subject") is not null)
        {
            return AadStsError.UnsupportedProperty("Subject");
        }

        if (message.Attribute("ProtocolBinding") is { } binding && binding.Value != BindingUris.Post)
        {
            return AadStsError.ResponseBinding;
        }

        if (message.Element(MessageElement.Protocol + "Scoping") is { } scoping)
        {
            if (scoping.Attribute("ProxyCount") is not null)
            {
                return AadStsError.UnsupportedRequirement("Scoping/ProxyCount");
            }

            if (Array.Find(UnsupportedInScoping, name => scoping.Element(name) is not null) is { } unsupported)
            {
                return AadStsError.UnsupportedRequirement("Scoping/" + unsupported.LocalName);
            }
        }

        if (message.Element(MessageElement.Protocol + "NameIDPolicy") is { } policy)
        {
            if (policy.Attribute("SPNameQualifier") is not null)
            {
                return AadStsError.UnsupportedRequirement("NameIdentifierPolicy/SPNameQualifier");
            }

            if (request.NameIdFormat is { } format && !NameIdPolicies.Contains(format, StringComparer.Ordinal))
            {
                return AadStsError.InvalidNameIdPolicy(format);
            }
        }

        return CheckAuthnContext(message.Element(MessageElement.Protocol + "RequestedAuthnContext"), request.ForceAuthn);
    }

    /// <summary>Sign-ins here count as password sign-ins. With ForceAuthn, Entra would ask for the method, so it cannot mismatch.</summary>
    private static AadStsError? CheckAuthnContext(XElement? context, bool forceAuthn)
    {
        if (context is null)
        {
            return null;
        }

        var wanted = context.Elements(MessageElement.Assertion + "AuthnContextClassRef").Select(e => e.Value.Trim()).ToList();
        var comparison = context.Attribute("Comparison")?.Value ?? "exact";
        if (comparison != "exact")
        {
            return AadStsError.UnsupportedRequirement($"RequestedAuthnContext/Comparison={comparison}");
        }

        return forceAuthn || wanted.Exists(c => c is Classes + "Password" or Classes + "unspecified")
            ? null
            : AadStsError.AuthnContextMismatch(string.Join(", ", wanted.Select(c => c.Replace(Classes, "", StringComparison.Ordinal))));
    }

    private static bool IsTrue(XElement message, string attribute) => message.Attribute(attribute)?.Value is "true" or "1";
}
