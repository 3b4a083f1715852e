using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SamlSp.EntraSandbox;

/// <summary>Reads the sign-in page's fields. Missing and invalid values are taken from the tenant's settings.</summary>
internal static class TokenForm
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(365);

    public static SandboxTokenOptions Read(IFormCollection form, SandboxTokenOptions fallback)
    {
        // An unchecked box is not sent. So boxes count only if the form has the other fields of the page.
        var complete = form.ContainsKey("signing");
        return new()
        {
            Signing = Choice(form["signing"], fallback.Signing),
            Encryption = Choice(form["encryption"], fallback.Encryption),
            NameId = Choice(form["nameid"], fallback.NameId),
            AuthnAge =
                int.TryParse(form["age"], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
                && minutes <= MaxAge.TotalMinutes
                    ? TimeSpan.FromMinutes(minutes)
                    : fallback.AuthnAge,
            GroupOverage = complete ? form["overage"] == "true" : fallback.GroupOverage,
            EmitAcct = complete ? form["acct"] == "true" : fallback.EmitAcct,
            MultiFactor = complete ? form["mfa"] == "true" : fallback.MultiFactor,
            Passkey = complete ? form["passkey"] == "true" : fallback.Passkey,
        };
    }

    private static T Choice<T>(string? value, T fallback)
        where T : struct, Enum => Enum.TryParse<T>(value, out var choice) && Enum.IsDefined(choice) ? choice : fallback;
}
