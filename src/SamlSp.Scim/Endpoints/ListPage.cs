using System.Globalization;
using System.Text.Json.Nodes;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>The IDs of a page, found by a database query, and how many there are altogether.</summary>
internal sealed record ListPage(IReadOnlyList<string> Ids, long Total, ScimError? Error)
{
    public static async Task<ListPage> ReadAsync(
        OrganizationScope scope,
        ListQuery query,
        ScimResourceType type,
        SqlColumns columns,
        string from,
        string id,
        CancellationToken cancellationToken
    )
    {
        var sql = new SqlStatement(scope.IsSqlite, scope.Organization);
        var condition = "";
        if (query.Filter is { } text)
        {
            if (!ScimText.IsStorable(text))
            {
                return Refused(ScimError.Filter("The filter has a character that cannot be searched for."));
            }

            if (!FilterParser.TryParse(type, text, out var filter, out var wrong))
            {
                return Refused(ScimError.Filter($"The filter cannot be read: {wrong}."));
            }

            if (!new FilterTranslator(sql, columns).TryTranslate(filter, out var translated, out wrong))
            {
                return Refused(ScimError.Filter($"The filter cannot be answered: {wrong}."));
            }

            condition = " AND " + translated;
        }

        var order = id;
        if (query.SortBy is { } sortBy)
        {
            if (AttributePath.Find(type, sortBy) is not { } path || columns.Scalar(sql, path) is not { } scalar)
            {
                return Refused(ScimError.Path("sortBy names no attribute that can be sorted by."));
            }

            var sorted = (path.Sub ?? path.Attribute!) is { CaseExact: false, Type: AttributeType.String } ? $"lower({scalar})" : scalar;
            var direction = query.Descending ? " DESC" : "";
            var ordered = (path.Sub ?? path.Attribute!).Type == AttributeType.DateTime ? sorted : sql.Ordered(sorted);
            order = $"({sorted} IS NULL), {ordered}{direction}, {id}{direction}";
        }

        var offset = query.StartIndex - 1;
        var ids =
            query.Count == 0
                ? []
                : await scope.QueryAsync<string>(
                    $"SELECT {id} AS \"Value\" {from}{condition} ORDER BY {order} LIMIT"
                        + $" {query.Count.ToString(CultureInfo.InvariantCulture)} OFFSET {offset.ToString(CultureInfo.InvariantCulture)}",
                    sql.Values,
                    cancellationToken
                );

        // A page that is not full and not empty is the last one: then nobody need count.
        var last = ids.Count < query.Count && (ids.Count > 0 || offset == 0);
        var total = last
            ? offset + ids.Count
            : (await scope.QueryAsync<long>($"SELECT COUNT(*) AS \"Value\" {from}{condition}", sql.Values, cancellationToken))[0];
        return new(ids, total, null);
    }

    public ScimResult ToResult(ListQuery query, IEnumerable<JsonObject> resources)
    {
        var array = new JsonArray([.. resources.Select(query.Projection.Apply)]);
        return new()
        {
            Status = 200,
            Body = new()
            {
                ["schemas"] = new JsonArray(ScimUrns.ListResponse),
                ["totalResults"] = Total,
                ["startIndex"] = query.StartIndex,
                ["itemsPerPage"] = array.Count,
                ["Resources"] = array,
            },
        };
    }

    private static ListPage Refused(ScimError error) => new([], 0, error);
}
