using System.Globalization;
using SamlSp.AspNetCore;
using SamlSp.Claims;

namespace SamlSp.Console;

/// <summary>
/// The action of a button of the form: <c>row-add:1</c>, <c>row-up:1:2</c>, <c>row-down:1:2</c>, <c>row-remove:1:2</c> for the third row
/// of the second claim besides the NameID, which is claim −1; <c>claim-add</c>, <c>claim-remove:1</c>, <c>own</c> and <c>default</c> for
/// the NameID's rows, <c>json</c> and <c>form</c>.
/// </summary>
internal static class RulesEdit
{
    /// <summary>The number of the NameID among the claims.</summary>
    public const int NameId = -1;

    private const int MaxClaims = 30;
    private const int MaxRows = 50;

    /// <summary>Applies the action. Returns an error in a sentence, or null. An unknown action changes nothing.</summary>
    public static string? Apply(RulesDraft draft, string? act, OrganizationOptions settings)
    {
        var parts = (act ?? "").Split(':');
        var (claim, row) = (Number(parts, 1), Number(parts, 2));
        switch (parts[0])
        {
            case "json":
                return draft.Switch(toJson: true);
            case "form":
                return draft.Switch(toJson: false);
            case "own":
                (draft.OwnNameId, draft.NameId) = (true, ClaimDraft.From(null, DefaultNameIdRules.For(settings.PrimaryDomain)));
                return null;
            case "default":
                (draft.OwnNameId, draft.NameId) = (false, new());
                return null;
            case "claim-add":
                if (draft.Claims.Count < MaxClaims)
                {
                    draft.Claims.Add(new() { Rows = [new()] });
                }

                return null;
            case "claim-remove":
                if (claim >= 0 && claim < draft.Claims.Count)
                {
                    draft.Claims.RemoveAt(claim);
                }

                return null;
            default:
                if (Rows(draft, claim) is { } rows)
                {
                    ChangeRows(rows, parts[0], row);
                }

                return null;
        }
    }

    private static void ChangeRows(List<RowDraft> rows, string act, int row)
    {
        if (act == "row-add" && rows.Count < MaxRows)
        {
            rows.Add(new());
        }

        if (row < 0 || row >= rows.Count)
        {
            return;
        }

        if (act == "row-remove")
        {
            rows.RemoveAt(row);
        }

        var other = act switch
        {
            "row-up" => row - 1,
            "row-down" => row + 1,
            _ => -1,
        };
        if (other >= 0 && other < rows.Count)
        {
            (rows[row], rows[other]) = (rows[other], rows[row]);
        }
    }

    private static List<RowDraft>? Rows(RulesDraft draft, int claim) =>
        claim == NameId ? draft.NameId.Rows
        : claim >= 0 && claim < draft.Claims.Count ? draft.Claims[claim].Rows
        : null;

    private static int Number(string[] parts, int at) =>
        parts.Length > at && int.TryParse(parts[at], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : int.MinValue;
}
