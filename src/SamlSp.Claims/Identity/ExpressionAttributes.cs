namespace SamlSp.Claims;

/// <summary>
/// What an org-unit expression reads: the provisioning names (<c>originalUserPrincipalName</c>, <c>userPrincipalName</c>, <c>mail</c>, …)
/// over the <c>user.*</c> attributes, and any other claim by its own name.
/// </summary>
internal sealed class ExpressionAttributes(
    IReadOnlyDictionary<string, IReadOnlyList<string>> attributes,
    string? originalUserPrincipalName,
    UserType type,
    AssertedClaims claims
) : AttributeSource
{
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["appRoleAssignments"] = "user.assignedroles",
        ["mobile"] = "user.mobilephone",
        ["otherMails"] = "user.othermail",
    };

    public override ExpressionValue Get(string name)
    {
        if (name.Equals("originalUserPrincipalName", StringComparison.OrdinalIgnoreCase))
        {
            return ExpressionValue.FromText(originalUserPrincipalName);
        }

        if (name.Equals("userType", StringComparison.OrdinalIgnoreCase))
        {
            return ExpressionValue.FromText(type == UserType.Member ? "Member" : "Guest");
        }

        var attribute =
            Aliases.TryGetValue(name, out var alias) ? alias
            : name.StartsWith("user.", StringComparison.OrdinalIgnoreCase) ? name
            : $"user.{name}";
        return attributes.TryGetValue(attribute, out var values) || claims.Claims.TryGetValue(name, out values)
            ? FromValues(values)
            : ExpressionValue.Null;
    }
}
