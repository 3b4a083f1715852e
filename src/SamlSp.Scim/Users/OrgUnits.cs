using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>The org unit of a user whom provisioning has put into none.</summary>
internal static class OrgUnits
{
    private const string Default = """IIF(InStr([originalUserPrincipalName], "#EXT#", , )="0", "/", "/guests")""";

    /// <summary>
    /// The result of the organization's expression for what is known so far. The next sign-in evaluates it again, with the whole assertion.
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
