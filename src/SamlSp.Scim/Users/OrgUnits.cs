using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>The org unit of a person whom provisioning has put into none.</summary>
internal static class OrgUnits
{
    private const string Default = """IIF(InStr([originalUserPrincipalName], "#EXT#", , )="0", "/", "/guests")""";

    /// <summary>
    /// What the organization's rule says of what is known so far; the next sign-in says it again, with all that the assertion has.
    /// </summary>
    public static string ByRule(
        Organization organization,
        string userName,
        string? originalUserPrincipalName,
        string? mail,
        TimeProvider clock
    )
    {
        if (!MappingExpression.TryParse(organization.Options.OrgUnitPath ?? Default, out var expression, out _))
        {
            return "/";
        }

        var result = expression.Evaluate(
            new Dictionary<string, ExpressionValue>(StringComparer.OrdinalIgnoreCase)
            {
                ["originalUserPrincipalName"] = ExpressionValue.FromText(originalUserPrincipalName ?? userName),
                ["userPrincipalName"] = ExpressionValue.FromText(userName),
                ["mail"] = ExpressionValue.FromText(mail),
            },
            clock
        );
        return result.Value.Text is { } path && OrgUnitPath.IsValid(path) ? path : "/";
    }
}
