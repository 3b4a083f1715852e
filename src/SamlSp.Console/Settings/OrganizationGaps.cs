using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>What is still empty in the settings of an organization, with its consequence.</summary>
internal static class OrganizationGaps
{
    /// <summary>A sentence for each gap, with the ID of the field on the settings page.</summary>
    public static IReadOnlyList<(string Field, string Name, string Consequence)> Find(string organization, OrganizationOptions settings)
    {
        var gaps = new List<(string, string, string)>();
        if (settings.Domains.Count == 0)
        {
            gaps.Add(
                (
                    "domains",
                    "E-mail domains",
                    $"Users cannot sign in by their e-mail address. They have to enter “{organization}” on the sign-in page."
                )
            );
        }

        if (settings.PrimaryDomain is null && settings.NameId.Conditions is null)
        {
            gaps.Add(
                (
                    "primary",
                    "Primary domain",
                    "Guests keep the long name of the tenant: user_hotmail.com#EXT#@"
                        + $"{settings.TenantDomain ?? "<tenant>.onmicrosoft.com"}. "
                        + "Enter it before guests sign in: a later change renames them."
                )
            );
        }

        return gaps;
    }
}
