namespace SamlSp.Scim;

/// <summary>Where a list comes from.</summary>
/// <param name="Type">The kind of resource.</param>
/// <param name="Columns">Where its attributes are.</param>
/// <param name="From">Where the rows are.</param>
/// <param name="Id">The column of the ID.</param>
internal sealed record ListSource(ScimResourceType Type, SqlColumns Columns, string From, string Id);
