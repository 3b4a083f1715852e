using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace SamlSp.Directory;

/// <summary>Names that need no quotes in SQL: <c>NameIdLower</c> is <c>name_id_lower</c>.</summary>
internal static class SnakeCase
{
    public static void Apply(IMutableModel model)
    {
        foreach (var type in model.GetEntityTypes())
        {
            var table = type.GetTableName()!;
            foreach (var property in type.GetProperties())
            {
                property.SetColumnName(Of(property.Name));
            }

            foreach (var key in type.GetKeys())
            {
                key.SetName("pk_" + table);
            }

            foreach (var foreign in type.GetForeignKeys())
            {
                foreign.SetConstraintName("fk_" + table + "_" + foreign.PrincipalEntityType.GetTableName());
            }

            foreach (var index in type.GetIndexes())
            {
                index.SetDatabaseName("ix_" + table + "_" + string.Join('_', index.Properties.Select(p => p.GetColumnName())));
            }
        }
    }

    private static string Of(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
