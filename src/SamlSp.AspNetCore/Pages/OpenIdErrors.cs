namespace SamlSp.AspNetCore;

/// <summary>
/// Explains the error codes of OpenID Connect to users (RFC 6749 4.1.2.1, OpenID Connect Core 3.1.2.6), where there is no number of
/// Entra's. docs/errors.md has the table. No decision depends on a code.
/// </summary>
internal static class OpenIdErrors
{
    /// <summary>Stands for a code that is none of the specifications.</summary>
    public const string Other = "another error";

    private const string Operator = "The operator of this site. Give them the error and the reference number.";

    private static readonly (string Cause, string Who) Input = (
        "The sign-in page of your organization needed an answer from you, and did not get it.",
        "You yourself: sign in again."
    );

    private static readonly (string Cause, string Who) Request = (
        "The identity provider of your organization does not accept what this site asks for.",
        Operator
    );

    private static readonly (string Cause, string Who) Fault = (
        "The identity provider of your organization has a fault, or is too busy.",
        "You yourself: sign in again in a few minutes. If it happens again, your organization's help desk."
    );

    private static readonly Dictionary<string, (string Cause, string Who)> Known = new(StringComparer.Ordinal)
    {
        ["access_denied"] = (
            "You, or a rule of your organization, did not allow the sign-in.",
            "You yourself: sign in again, and accept it. If you did not decline it, your organization's help desk."
        ),
        ["login_required"] = Input,
        ["interaction_required"] = Input,
        ["consent_required"] = Input,
        ["account_selection_required"] = Input,
        ["invalid_request"] = Request,
        ["invalid_scope"] = Request,
        ["unauthorized_client"] = Request,
        ["unsupported_response_type"] = Request,
        ["server_error"] = Fault,
        ["temporarily_unavailable"] = Fault,
    };

    /// <summary>The codes that have an explanation.</summary>
    public static IReadOnlyCollection<string> Codes => Known.Keys;

    /// <summary>The likely cause, and who can help; null for a code that is not known.</summary>
    public static (string Cause, string Who)? Find(string code) => Known.TryGetValue(code, out var known) ? known : null;
}
