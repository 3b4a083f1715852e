using System.Globalization;
using System.Text;
using SamlSp.Protocol;

namespace SamlSp.Fuzz;

/// <summary>Everything that an accepted message says, as one text to compare.</summary>
internal static class Claims
{
    public static string Of(VerifiedAssertion assertion)
    {
        var text = new StringBuilder(1024);
        Add(text, assertion.Id, assertion.Issuer, Instant(assertion.IssueInstant));
        Add(text, assertion.NameId);
        Add(
            text,
            Instant(assertion.AuthnInstant),
            assertion.SessionIndex,
            Instant(assertion.SessionNotOnOrAfter),
            assertion.AuthnContextClass,
            assertion.InResponseTo
        );
        Add(text, Instant(assertion.NotOnOrAfter), Instant(assertion.ReplayableUntil));
        foreach (var (name, values) in assertion.Attributes)
        {
            Add(text, "\n" + name);
            foreach (var value in values)
            {
                Add(text, value);
            }
        }

        return text.ToString();
    }

    public static string Of(LogoutMessageResult result)
    {
        var text = new StringBuilder(256);
        if (result.Request is { } request)
        {
            Add(
                text,
                "request",
                request.Id,
                request.Issuer,
                Instant(request.IssueInstant),
                request.Destination,
                Instant(request.NotOnOrAfter)
            );
            Add(text, request.NameId);
            foreach (var session in request.SessionIndexes)
            {
                Add(text, session);
            }
        }

        if (result.Response is { } response)
        {
            Add(
                text,
                "response",
                response.Id,
                response.Issuer,
                Instant(response.IssueInstant),
                response.Destination,
                response.InResponseTo,
                response.Status,
                response.SubStatus
            );
        }

        Add(text, result.Refusal?.Code, result.Signed ? "signed" : "unsigned", result.RelayState);
        return text.ToString();
    }

    public static string Of(IdentityProviderMetadata metadata)
    {
        var text = new StringBuilder(512);
        Add(
            text,
            metadata.EntityId,
            metadata.WantAuthnRequestsSigned ? "signed" : "",
            Instant(metadata.ValidUntil),
            metadata.CacheDuration?.ToString()
        );
        foreach (var endpoint in metadata.SingleSignOnServices)
        {
            Add(text, "sign-on", endpoint.Binding, endpoint.Location, endpoint.ResponseLocation);
        }

        foreach (var endpoint in metadata.SingleLogoutServices)
        {
            Add(text, "logout", endpoint.Binding, endpoint.Location, endpoint.ResponseLocation);
        }

        foreach (var certificate in metadata.SigningCertificates)
        {
            Add(text, certificate.Thumbprint);
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, NameId nameId) =>
        Add(text, nameId.Value, nameId.Format, nameId.NameQualifier, nameId.SPNameQualifier);

    // With lengths in front, so that no two lists of values give the same text.
    private static void Add(StringBuilder text, params ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
        {
            text.Append(value?.Length ?? -1).Append(':').Append(value).Append(' ');
        }
    }

    private static string? Instant(DateTimeOffset? instant) => instant?.ToString("O", CultureInfo.InvariantCulture);
}
