namespace SamlSp.Scim;

/// <summary>Why a request is refused (RFC 7644 3.12).</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">SCIM's error keyword; null where there is none.</param>
/// <param name="Detail">A sentence for an administrator. It never contains what was sent, apart from names of attributes.</param>
internal sealed record ScimError(int Status, string? Type, string Detail)
{
    public static ScimError Syntax(string detail) => new(400, "invalidSyntax", detail);

    public static ScimError Value(string detail) => new(400, "invalidValue", detail);

    public static ScimError Path(string detail) => new(400, "invalidPath", detail);

    public static ScimError Filter(string detail) => new(400, "invalidFilter", detail);

    public static ScimError NoTarget(string detail) => new(400, "noTarget", detail);

    public static ScimError Mutability(string attribute) => new(400, "mutability", $"{attribute} cannot be changed.");

    public static ScimError TooMany(string detail) => new(413, "tooMany", detail);

    public static ScimError Taken(string what) => new(409, "uniqueness", $"{what} belongs to another record.");

    public static ScimError NotFound(string what) => new(404, null, $"There is no such {what}.");

    public static ScimError Precondition { get; } = new(412, null, "The resource has changed since it was read.");
}
