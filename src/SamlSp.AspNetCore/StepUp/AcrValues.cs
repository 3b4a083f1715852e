namespace SamlSp.AspNetCore;

/// <summary>
/// A requirement as a list of <c>acr_values</c> (OpenID Connect Core 3.1.2.1, RFC 9470 3), for challenges, addresses and cookies.
/// </summary>
internal static class AcrValues
{
    /// <summary>A phishing-resistant method (OpenID Connect Extended Authentication Profile ACR Values 1.0, 3).</summary>
    public const string PhishingResistant = "phr";

    /// <summary>Several factors (OpenID Provider Authentication Policy Extension 1.0, 4).</summary>
    public const string MultiFactor = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

    private const int LongestText = 1024;

    /// <summary>The values of a requirement, separated by spaces; null if it has none but an age.</summary>
    public static string? Write(SamlAuthenticationRequirement? requirement)
    {
        if (requirement is null)
        {
            return null;
        }

        string?[] values =
        [
            requirement.Method switch
            {
                ReauthenticationMethod.MultiFactor => MultiFactor,
                ReauthenticationMethod.PhishingResistant => PhishingResistant,
                _ => null,
            },
            requirement.AuthenticationContext,
        ];
        var text = string.Join(' ', values.Where(value => value is not null));
        return text.Length == 0 ? null : text;
    }

    /// <summary>The requirement of such values; null for none. What cannot be one is left out.</summary>
    /// <param name="text">The values, which anybody may have written.</param>
    /// <param name="maxAge">The most seconds that the authentication may be ago; 0 for any.</param>
    public static SamlAuthenticationRequirement? Read(string? text, long maxAge)
    {
        var (method, context) = (ReauthenticationMethod.Any, (string?)null);
        foreach (var value in text is { Length: <= LongestText } ? text.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [])
        {
            switch (value)
            {
                case PhishingResistant:
                    method = ReauthenticationMethod.PhishingResistant;
                    break;
                case MultiFactor when method != ReauthenticationMethod.PhishingResistant:
                    method = ReauthenticationMethod.MultiFactor;
                    break;
                case MultiFactor:
                    break;
                default:
                    context ??= ContextName.IsValid(value) ? value : null;
                    break;
            }
        }

        var age =
            maxAge > 0 ? SamlAuthenticationRequirement.Bounded(TimeSpan.FromSeconds(Math.Min(maxAge, int.MaxValue))) : (TimeSpan?)null;
        return (method, context, age) is (ReauthenticationMethod.Any, null, null) ? null : new(age, method, context);
    }
}
