using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Adds to a request to an authorization server what proves who we are (RFC 6749 2.3, RFC 7521 4.2). What cannot be proven is a sentence,
/// never an exception.
/// </summary>
internal sealed class ClientAuthenticator(TimeProvider clock)
{
    /// <summary>Adds <c>client_id</c> and the proof.</summary>
    /// <param name="form">The form that is sent.</param>
    /// <param name="credentials">The credentials.</param>
    /// <param name="key">Our own key; null when there is none.</param>
    /// <param name="format">What the receiver wants of an assertion that we sign.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Null, or a sentence for the log that says why there is no proof. The request must not be sent then.</returns>
    public async Task<string?> AddAsync(
        Dictionary<string, string> form,
        ClientCredentials credentials,
        SigningKey? key,
        ClientAssertionFormat format,
        CancellationToken cancellationToken
    )
    {
        form["client_id"] = credentials.ClientId;
        if (credentials.Method == ClientAuthenticationMethod.ClientSecret)
        {
            form["client_secret"] = credentials.Secret!;
            return null;
        }

        var (assertion, error) =
            credentials.Method == ClientAuthenticationMethod.FederatedToken
                ? await FederatedTokenFile.ReadAsync(credentials.TokenFile!, cancellationToken)
                : Sign(credentials.ClientId, key, format);
        if (assertion is null)
        {
            return error;
        }

        form["client_assertion_type"] = ClientAssertion.Type;
        form["client_assertion"] = assertion;
        return null;
    }

    private (string? Assertion, string? Error) Sign(string clientId, SigningKey? key, ClientAssertionFormat format)
    {
        if (key is null)
        {
            return (null, "There is no key to sign a client assertion with (SamlSp:Certificates).");
        }

        var assertion = ClientAssertion.TryCreate(key, clientId, format, clock.GetUtcNow());
        return assertion is not null
            ? (assertion, null)
            : (null, "The identity provider takes client assertions by no algorithm that our key can sign by.");
    }
}
