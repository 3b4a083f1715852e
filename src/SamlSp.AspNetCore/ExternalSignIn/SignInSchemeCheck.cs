using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace SamlSp.AspNetCore;

/// <summary>Checks where users are signed in to: a scheme that exists, that can sign in, and that does not lead back here.</summary>
internal sealed class SignInSchemeCheck(
    SamlSpSchemes schemes,
    IOptions<AuthenticationOptions> authentication,
    IEnumerable<OrganizationScheme> entries
) : IConfigurationCheck
{
    public IEnumerable<string> Check(SamlSpScheme scheme, SamlSpOptions options)
    {
        if (CheckScheme(options.SignInScheme) is { } wrong)
        {
            yield return $"SamlSp:SignInScheme: {wrong}";
        }

        if (options.SignInCallbackPath is { } path && !ReturnUrl.IsLocalPath(path))
        {
            yield return "SamlSp:SignInCallbackPath: must be a local path, such as /Identity/Account/ExternalLogin?handler=Callback";
        }
    }

    public IEnumerable<string> Check() =>
        entries
            .Where(entry => schemes.All.All(scheme => scheme.Name != entry.SamlSpScheme))
            .Select(entry =>
                $"AddSamlSpOrganizationScheme(\"{entry.Organization}\"): there is no SamlSp scheme {entry.SamlSpScheme}; name the one that"
                + " AddSamlSp has added"
            );

    private string? CheckScheme(string? name)
    {
        if (name is null or SamlSpDefaults.SessionScheme)
        {
            return null;
        }

        const string Advice = "name a cookie scheme of the application, or leave the setting out";
        return schemes.All.Any(scheme => scheme.Name == name) || entries.Any(entry => entry.Name == name)
                ? $"{name} is a scheme of SamlSp, and none signs in to itself or another; {Advice}"
            : !authentication.Value.SchemeMap.TryGetValue(name, out var scheme) ? $"there is no authentication scheme {name}; {Advice}"
            : !typeof(IAuthenticationSignInHandler).IsAssignableFrom(scheme.HandlerType)
                ? $"the scheme {name} cannot sign users in; {Advice}"
            : null;
    }
}
