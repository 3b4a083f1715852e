using SamlSp.AspNetCore;
using SamlSp.Claims;

namespace SamlSp.Console;

/// <summary>What an administrator enters in Entra for provisioning, with the organization's own domains in the expressions.</summary>
internal static class ProvisioningGuide
{
    private const string Extension = "urn:ietf:params:scim:schemas:extension:samlsp:2.0:User:";

    /// <summary>The attributes that are added to Entra's list before they can be mapped.</summary>
    public static IReadOnlyList<string> Attributes { get; } =
    [Extension + "orgUnitPath", Extension + "userType", Extension + "originalUserPrincipalName"];

    /// <summary>The mappings that differ from those that Entra has in a new app.</summary>
    public static IReadOnlyList<ProvisioningMapping> Mappings(OrganizationOptions settings) =>
        [
            new(
                "externalId",
                "Direct",
                "objectId",
                "Entra presets mailNickname. The object ID is what the user has at sign-in, so that both lead to one record."
            ),
            UserName(settings),
            new(
                Attributes[0],
                "Expression",
                settings.OrgUnitPath ?? OrgUnitRule.Default,
                settings.OrgUnitPath is null ? "Guests come to /guests." : "This is the org-unit expression of your claim rules."
            ),
            new(Attributes[1], "Direct", "userType", null),
            new(Attributes[2], "Direct", "originalUserPrincipalName", null),
        ];

    private static ProvisioningMapping UserName(OrganizationOptions settings)
    {
        const string Target = "userName";
        if (settings.NameId.Conditions is not null)
        {
            return new(
                Target,
                "Direct",
                "userPrincipalName",
                "This organization has NameID rows of its own: the source must give the same name as they do. "
                    + "Use an expression if they rewrite it."
            );
        }

        if (settings.PrimaryDomain is not { } primary)
        {
            return new(
                Target,
                "Direct",
                "originalUserPrincipalName",
                "Without a primary domain guests keep the long name of the tenant, here and at sign-in."
            );
        }

        var tenant = settings.TenantDomain ?? "contoso.onmicrosoft.com";
        return new(
            Target,
            "Expression",
            $"""Replace([originalUserPrincipalName], "#EXT#@{tenant}", , , "@{primary}", , )""",
            settings.TenantDomain is null
                ? "Put the initial domain of your tenant in the place of contoso.onmicrosoft.com, or enter it in the sign-in settings."
                : "Guests get the same name as at sign-in."
        );
    }
}
