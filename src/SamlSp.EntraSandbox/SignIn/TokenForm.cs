using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SamlSp.EntraSandbox;

/// <summary>Reads the sign-in page's fields. What is missing or makes no sense is as the tenant's settings have it.</summary>
internal static class TokenForm
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(365);

    public static SandboxTokenOptions Read(IFormCollection form, SandboxTokenOptions otherwise)
    {
        // An unticked box is not sent: only a form that has the fields at all speaks for the boxes.
        var complete = form.ContainsKey("signing");
        return new()
        {
            Signing = Choice(form["signing"], otherwise.Signing),
            Encryption = Choice(form["encryption"], otherwise.Encryption),
            NameId = Choice(form["nameid"], otherwise.NameId),
            AuthnAge =
                int.TryParse(form["age"], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
                && minutes <= MaxAge.TotalMinutes
                    ? TimeSpan.FromMinutes(minutes)
                    : otherwise.AuthnAge,
            GroupOverage = complete ? form["overage"] == "true" : otherwise.GroupOverage,
            EmitAcct = complete ? form["acct"] == "true" : otherwise.EmitAcct,
            MultiFactor = complete ? form["mfa"] == "true" : otherwise.MultiFactor,
        };
    }

    private static T Choice<T>(string? value, T otherwise)
        where T : struct, Enum => Enum.TryParse<T>(value, out var choice) && Enum.IsDefined(choice) ? choice : otherwise;
}
