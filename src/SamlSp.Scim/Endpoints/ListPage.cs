using System.Text.Json.Nodes;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>The rows of a page, found by a database query, and how many there are altogether.</summary>
internal sealed record ListPage(IReadOnlyList<SqlRow> Rows, long Total, ScimError? Error)
{
    public static async Task<ListPage> ReadAsync(
        Store store,
        string organization,
        ListQuery query,
        ListSource source,
        CancellationToken cancellationToken
    )
    {
        // (1) The filter, as a condition.
        var sql = new FilterSql(store.IsSqlite);
        var condition = "";
        if (query.Filter is { } text)
        {
            if (!ScimText.IsStorable(text))
            {
                return Refused(ScimError.Filter("The filter has a character that cannot be searched for."));
            }

            if (!FilterParser.TryParse(source.Type, text, out var filter, out var wrong))
            {
                return Refused(ScimError.Filter($"The filter cannot be read: {wrong}."));
            }

            if (!new FilterTranslator(sql, source.Columns).TryTranslate(filter, out var translated, out wrong))
            {
                return Refused(ScimError.Filter($"The filter cannot be answered: {wrong}."));
            }

            condition = " AND " + translated;
        }

        // (2) The order.
        var order = source.Id;
        if (query.SortBy is { } sortBy)
        {
            if (AttributePath.Find(source.Type, sortBy) is not { } path || source.Columns.Scalar(sql, path) is not { } scalar)
            {
                return Refused(ScimError.Path("sortBy names no attribute that can be sorted by."));
            }

            var sorted = (path.Sub ?? path.Attribute!) is { CaseExact: false, Type: AttributeType.String } ? $"lower({scalar})" : scalar;
            var direction = query.Descending ? " DESC" : "";
            var ordered = (path.Sub ?? path.Attribute!).Type == AttributeType.DateTime ? sorted : sql.Ordered(sorted);
            order = $"({sorted} IS NULL), {ordered}{direction}, {source.Id}{direction}";
        }

        // (3) The rows.
        SqlValue[] asked = [.. sql.Values];
        var offset = query.StartIndex - 1;
        IReadOnlyList<SqlRow> rows = [];
        if (query.Count > 0)
        {
            var page = OrganizationSql.Composed(
                $"SELECT {source.Columns.All}{source.From}{condition} ORDER BY {order}"
                    + $" LIMIT {sql.Parameter(query.Count)} OFFSET {sql.Parameter(offset)}"
            );
            rows = await store.ReadAsync(organization, page, [.. sql.Values], cancellationToken);
        }

        // (4) A page that is not full and not empty is the last one: then nobody need count.
        if (rows.Count < query.Count && (rows.Count > 0 || offset == 0))
        {
            return new(rows, offset + rows.Count, null);
        }

        var count = OrganizationSql.Composed($"SELECT COUNT(*){source.From}{condition}");
        return new(rows, (await store.ReadAsync(organization, count, asked, cancellationToken))[0].Number(0), null);
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
