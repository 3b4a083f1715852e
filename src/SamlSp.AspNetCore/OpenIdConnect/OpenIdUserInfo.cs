using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SamlSp.AspNetCore;

/// <summary>
/// Asks the userinfo endpoint (OpenID Connect Core 5.3) for an e-mail address or a name that the ID token does not have. Nothing that says
/// who the user is, or what they may do, comes from there: only what <see cref="Taken"/> lists, and only where the ID token has none.
/// </summary>
internal sealed class OpenIdUserInfo(Backchannel backchannel, OpenIdProviderReader reader, SignedTokenValidator tokens)
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxValueLength = 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The claims without which the endpoint is asked.</summary>
    private static readonly string[] Needed = ["email", "name"];

    /// <summary>The claims that are taken from there.</summary>
    private static readonly string[] Taken = ["email", "email_verified", "name", "given_name", "family_name", "preferred_username"];

    /// <summary>Adds what the ID token lacks. An endpoint that does not answer is no reason to refuse; the trace has it.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="organization">The organization.</param>
    /// <param name="provider">Its identity provider.</param>
    /// <param name="accessToken">The access token that came with the ID token; null for none.</param>
    /// <param name="proven">What the ID token has proven.</param>
    public async Task<SignInStep<VerifiedSignIn>> CompleteAsync(
        SignInAttempt attempt,
        Organization organization,
        OpenIdProvider provider,
        string? accessToken,
        VerifiedSignIn proven
    )
    {
        // Entra's ID token has whatever its endpoint has.
        if (
            provider.UserInfoUrl is not { } address
            || provider.IsEntra
            || !organization.Options.Connection.UseUserInfo
            || accessToken is null
            || Array.TrueForAll(Needed, proven.Claims.ContainsKey)
        )
        {
            return new(proven);
        }

        // (1) The answer.
        var (answer, error) = await AskAsync(attempt, organization, provider, address, accessToken);
        if (error is not null)
        {
            attempt.Trace.Note(SignInChecks.UserInfo, passed: false, error);
            return new(proven);
        }

        // (2) It must be of the same user (OpenID Connect Core 5.3.2).
        if (Text(answer, "sub") != proven.NameId.Value)
        {
            return new(
                attempt.Trace.Refuse(
                    SignInChecks.UserInfo,
                    SignInRefusalCodes.UserInfoSubjectMismatch,
                    "The userinfo endpoint answered for another user (sub).",
                    organization
                )
            );
        }

        // (3) What the ID token lacks, but for the key of the user.
        var added = Taken
            .Where(name => !proven.Claims.ContainsKey(name) && name != organization.Options.KeyClaim)
            .Select(name => (Name: name, Value: Text(answer, name)))
            .Where(claim => claim.Value is { Length: > 0 and <= MaxValueLength })
            .ToList();
        var names = string.Join(", ", added.Select(claim => claim.Name));
        attempt.Trace.Note(SignInChecks.UserInfo, passed: true, $"{(added.Count == 0 ? "nothing" : names)}: from userinfo");
        var claims = proven.Claims.ToDictionary(StringComparer.Ordinal);
        added.ForEach(claim => claims.Add(claim.Name, [claim.Value!]));
        return new(proven with { Claims = claims, HasUserInfo = added.Count > 0 });
    }

    private async Task<(JsonElement Answer, string? Error)> AskAsync(
        SignInAttempt attempt,
        Organization organization,
        OpenIdProvider provider,
        string address,
        string accessToken
    )
    {
        var url = new Uri(address, UriKind.Absolute);
        var bounds = attempt.Options.Metadata.Within(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
            request.Headers.Accept.ParseAdd("application/json, application/jwt");
            var trusted = reader.IsDeclared(organization.Name, organization.Options.Connection, url);
            var (status, body, _) = await backchannel.SendAsync(request, trusted, bounds, attempt.Aborted);
            if (status != 200)
            {
                return (default, $"The userinfo endpoint answered {status}.");
            }

            if (body.Length > MaxBytes)
            {
                return (default, "The userinfo endpoint answered with more than 64 KiB.");
            }

            // A signed answer (OpenID Connect Core 5.3.2) does not begin as JSON does.
            if (body is [(byte)'e', (byte)'y', ..])
            {
                var signed = await tokens.ValidateAsync(
                    Encoding.ASCII.GetString(body),
                    SignedTokenKind.UserInfo,
                    provider,
                    organization.Options.Connection.ClientId!,
                    attempt.Options.ClockSkew
                );
                return (signed.Payload, signed.Reason);
            }

            using var answer = JsonDocument.Parse(body, Strict);
            return answer.RootElement.ValueKind == JsonValueKind.Object
                ? (answer.RootElement.Clone(), null)
                : (default, "The userinfo endpoint did not answer with a JSON object.");
        }
        catch (HttpRequestException e)
        {
            return (default, $"The userinfo endpoint cannot be reached: {e.Message}.");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return (default, "The userinfo endpoint did not answer with a JSON object.");
        }
    }

    private static string? Text(JsonElement answer, string name) =>
        !answer.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetRawText()
        : null;
}
