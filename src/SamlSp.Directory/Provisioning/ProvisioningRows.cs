namespace SamlSp.Directory;

/// <summary>The rows that provisioning's statements return.</summary>
internal static class ProvisioningRows
{
    /// <summary>A row of <see cref="ProvisioningSql.UserColumns"/>.</summary>
    public static (UserRow User, ProvisionedUserRow? Provisioned) ToUser(string organization, SqlRow row)
    {
        var user = UserSql.ToRow(organization, row);
        return row.TextOrNull(UserSql.Count) is { } name
            ? (
                user,
                new()
                {
                    Organization = organization,
                    UserId = user.Id,
                    UserName = name,
                    Document = row.Text(UserSql.Count + 1),
                }
            )
            : (user, null);
    }

    /// <summary>A row of <see cref="ProvisioningSql.GroupColumns"/>.</summary>
    public static ProvisionedGroupRow ToGroup(string organization, SqlRow row) =>
        new()
        {
            Organization = organization,
            Id = row.Text(0),
            ExternalId = row.TextOrNull(1),
            DisplayName = row.Text(2),
            Version = row.Number(3),
            CreatedAt = row.Instant(4),
            UpdatedAt = row.Instant(5),
        };
}
