using System.Text.Json.Nodes;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>Takes a group's attributes from a resource, where no other group has its name or external ID.</summary>
internal sealed class GroupAttributes
{
    private const int MaxNameLength = 512;

    private readonly int _byName;
    private readonly int? _byExternalId;

    private GroupAttributes(int byName, int? byExternalId) => (_byName, _byExternalId) = (byName, byExternalId);

    /// <summary>Adds to a batch the question who else has them.</summary>
    public static GroupAttributes Ask(StatementBatch batch, string organization, JsonObject resource)
    {
        var name = UserMapping.Text(resource, "displayName") ?? "";
        var byName = batch.Add(organization, ProvisioningSql.GroupsByName, name.ToLowerInvariant());
        return UserMapping.Text(resource, "externalId") is { } externalId
            ? new(byName, batch.Add(organization, ProvisioningSql.GroupsByExternalId, externalId))
            : new(byName, null);
    }

    /// <summary>Sets the attributes; null when that is done, else why they are refused.</summary>
    public ScimError? Apply(ProvisionedGroupRow group, JsonObject resource, IReadOnlyList<SqlResult> results)
    {
        if (UserMapping.Text(resource, "displayName") is not { } name || string.IsNullOrWhiteSpace(name))
        {
            return ScimError.Value("displayName is required.");
        }

        var externalId = UserMapping.Text(resource, "externalId");
        if (name.Length > MaxNameLength || externalId?.Length > MaxNameLength)
        {
            return ScimError.Value($"displayName and externalId have at most {MaxNameLength} characters.");
        }

        if (IsOfAnother(_byName))
        {
            return ScimError.Taken("displayName");
        }

        if (_byExternalId is { } place && IsOfAnother(place))
        {
            return ScimError.Taken("externalId");
        }

        (group.DisplayName, group.ExternalId) = (name, externalId);
        return null;

        bool IsOfAnother(int at) => results[at].Rows.Any(row => row.Text(0) != group.Id);
    }
}
