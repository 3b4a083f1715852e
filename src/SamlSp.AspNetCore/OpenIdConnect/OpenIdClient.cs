using System.Text.Json;

namespace SamlSp.AspNetCore;

/// <summary>
/// Posts to the endpoints of identity providers that ask who the client is: token endpoint, pushed authorization requests. What goes wrong
/// is a sentence.
/// </summary>
internal sealed class OpenIdClient(Backchannel backchannel, OpenIdProviderReader reader, ClientAuthenticator authenticator)
{
    private static readonly string[] KnownErrors =
    [
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "invalid_request_object",
        "unauthorized_client",
        "unsupported_grant_type",
        "invalid_scope",
        "temporarily_unavailable",
        "server_error",
    ];

    /// <summary>Posts a form.</summary>
    /// <param name="sp">The request that it is for.</param>
    /// <param name="organization">The organization.</param>
    /// <param name="provider">Its identity provider.</param>
    /// <param name="endpoint">What the endpoint is called, and its address.</param>
    /// <param name="form">The form, to which what proves who we are is added.</param>
    /// <param name="forceAuthn">Whether a new authentication is asked for.</param>
    public async Task<OpenIdClientAnswer> PostAsync(
        SamlSpContext sp,
        Organization organization,
        OpenIdProvider provider,
        (string Name, string Url) endpoint,
        Dictionary<string, string> form,
        bool forceAuthn = false
    )
    {
        var connection = organization.Options.Connection;
        try
        {
            if (
                await authenticator.AddAsync(
                    form,
                    ClientCredentials.From(connection),
                    sp.Scheme.Keys.Signing,
                    provider.AssertionFormat(connection, endpoint.Url),
                    sp.Aborted
                ) is
                { } unproven
            )
            {
                return new() { Error = unproven };
            }

            var url = new Uri(endpoint.Url, UriKind.Absolute);
            var trusted = reader.IsDeclared(organization.Name, connection, url);
            var (status, body) = await backchannel.PostAsync(url, trusted, sp.Options.Metadata, form, sp.Aborted);
            using var answer = JsonDocument.Parse(body);
            var read = new OpenIdClientAnswer { Body = answer.RootElement.Clone() };
            if (status is 200 or 201)
            {
                return read;
            }

            EntraErrorNumber.TryFind(read.Text("error_description"), out var number);
            var error = read.Text("error") is { } said && KnownErrors.Contains(said, StringComparer.Ordinal) ? said : "another error";
            return new()
            {
                Error =
                    $"The {endpoint.Name} endpoint answered {status}, {error}."
                    + OpenIdErrorText.Describe(error, read.Text("error_description"), provider, connection, forceAuthn),
                Number = number,
            };
        }
        catch (HttpRequestException e)
        {
            return new() { Error = $"The {endpoint.Name} endpoint cannot be reached: {e.Message}." };
        }
        catch (JsonException)
        {
            return new() { Error = $"The {endpoint.Name} endpoint did not answer with JSON." };
        }
    }
}
