using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// Reads an authorization request. Errors of the program's name or address are shown to the user; others are returned to the program (RFC
/// 6749 4.1.2.1).
/// </summary>
internal sealed class AuthorizationRequestReader
{
    private const int MaxClientIdLength = 100;
    private const int MaxStateLength = 500;

    /// <summary>The request, as far as it was read; null if the program cannot get an answer.</summary>
    public AuthorizationRequest? Request { get; private init; }

    /// <summary>The error code; null if there is none.</summary>
    public string? Error { get; private init; }

    /// <summary>The problem, in one sentence that contains nothing from the request.</summary>
    public string? Description { get; private init; }

    public static AuthorizationRequestReader Read(HttpRequest request)
    {
        var query = request.Query;
        if (query["redirect_uri"] is not [{ } redirectUri] || !LoopbackRedirectUri.IsValid(redirectUri))
        {
            return ToUser(
                "It does not listen on this computer: its redirect_uri must be http://127.0.0.1:port/, http://[::1]:port/ or "
                    + "http://localhost:port/."
            );
        }

        if (
            query["client_id"] is not [{ Length: > 0 and <= MaxClientIdLength } clientId]
            || !IsPrintable(clientId)
            || string.IsNullOrWhiteSpace(clientId)
        )
        {
            return ToUser("It has no valid name: its client_id must be 1 to 100 printable ASCII characters.");
        }

        var states = query["state"];
        var state = states is [{ Length: > 0 and <= MaxStateLength } given] && IsPrintable(given) ? given : null;
        var answerable = new AuthorizationRequest(clientId, redirectUri, state, "");
        if (states.Count > 0 && state is null)
        {
            return ToProgram(answerable, "invalid_request", "state must be one value of 1 to 500 printable ASCII characters");
        }

        if (query["response_type"] is not [{ Length: > 0 } responseType])
        {
            return ToProgram(answerable, "invalid_request", "response_type is missing");
        }

        if (responseType != "code")
        {
            return ToProgram(answerable, "unsupported_response_type", "response_type must be code");
        }

        if (query["code_challenge_method"] is not ["S256"])
        {
            return ToProgram(answerable, "invalid_request", "code_challenge_method must be S256");
        }

        if (query["code_challenge"] is not [{ } challenge] || !TokenSecret.HasForm(challenge))
        {
            return ToProgram(answerable, "invalid_request", "code_challenge must be the SHA-256 of the verifier in base64url");
        }

        var (age, values) = (query["max_age"], query["acr_values"]);
        long seconds = 0;
        if (
            age.Count > 1
            || values.Count > 1
            || (age.Count == 1 && !long.TryParse(age[0], NumberStyles.None, CultureInfo.InvariantCulture, out seconds))
        )
        {
            return ToProgram(answerable, "invalid_request", "max_age must be one number of seconds, and acr_values one list");
        }

        return new() { Request = answerable with { CodeChallenge = challenge, Requirement = AcrValues.Read(values, seconds) } };
    }

    /// <summary>VSCHAR of RFC 6749 appendix A: no look-alike characters, and none that change the writing direction.</summary>
    private static bool IsPrintable(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static AuthorizationRequestReader ToUser(string description) => new() { Error = "invalid_request", Description = description };

    private static AuthorizationRequestReader ToProgram(AuthorizationRequest request, string error, string description) =>
        new()
        {
            Request = request,
            Error = error,
            Description = description,
        };
}
