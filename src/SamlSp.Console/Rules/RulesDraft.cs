using SamlSp.AspNetCore;
using SamlSp.Claims;

namespace SamlSp.Console;

/// <summary>Claim rules and the org-unit expression in the form: as rows, or as JSON.</summary>
internal sealed class RulesDraft
{
    /// <summary>The revision that the form was opened with.</summary>
    public int Revision { get; set; }

    /// <summary>Whether the rules are edited as JSON.</summary>
    public bool AsJson { get; set; }

    /// <summary>Claims with their rows as JSON. Without <c>nameid</c>, the default rules apply to it.</summary>
    public string? Json { get; set; }

    /// <summary>Whether the NameID has rows of its own, instead of the default rules.</summary>
    public bool OwnNameId { get; set; }

    /// <summary>The NameID's rows.</summary>
    public ClaimDraft NameId { get; set; } = new();

    /// <summary>Claims besides the NameID.</summary>
    public List<ClaimDraft> Claims { get; set; } = [];

    /// <summary>The shape that the NameID must have.</summary>
    public NameIdShape Shape { get; set; }

    /// <summary>What happens when no row gives a NameID.</summary>
    public NameIdFallback Fallback { get; set; }

    /// <summary>The org-unit expression; empty for the default one.</summary>
    public string? OrgUnitPath { get; set; }

    internal static RulesDraft From(OrganizationOptions settings, int revision)
    {
        var draft = new RulesDraft
        {
            Revision = revision,
            OrgUnitPath = settings.OrgUnitPath,
            Shape = settings.NameId.Shape,
            Fallback = settings.NameId.Fallback,
        };
        draft.Take(settings.NameId.Conditions, settings.Claims);
        return draft;
    }

    /// <summary>Switches between rows and JSON, with the values in the form. Returns the error in the JSON, if there is one.</summary>
    internal string? Switch(bool toJson)
    {
        if (toJson)
        {
            Json = RulesJson.Write(Written());
        }
        else
        {
            var (claims, error) = RulesJson.Read(Json);
            if (error is not null)
            {
                return error;
            }

            var (nameId, others) = Apart(claims);
            Take(nameId, others);
        }

        AsJson = toJson;
        return null;
    }

    /// <summary>Applies the form to settings. Returns the error in the JSON, if there is one.</summary>
    internal string? ApplyTo(OrganizationOptions settings)
    {
        settings.OrgUnitPath = string.IsNullOrWhiteSpace(OrgUnitPath) ? null : OrgUnitPath.Trim();
        (settings.NameId.Shape, settings.NameId.Fallback) = (Shape, Fallback);
        var (claims, error) = AsJson ? RulesJson.Read(Json) : (Written(), null);
        if (error is not null)
        {
            return error;
        }

        var (nameId, others) = Apart(claims);
        (settings.NameId.Conditions, settings.Claims) = (nameId?.ToList(), [.. others]);
        return null;
    }

    /// <summary>The NameID's rows, null when it has none of its own, and the other claims.</summary>
    private static (IReadOnlyList<ClaimCondition>? NameId, IEnumerable<ClaimRules> Others) Apart(IReadOnlyList<ClaimRules> claims) =>
        (claims.FirstOrDefault(RulesJson.IsNameId)?.Conditions, claims.Where(claim => !RulesJson.IsNameId(claim)));

    private List<ClaimRules> Written()
    {
        var claims = Claims.ConvertAll(claim => new ClaimRules { Claim = claim.Name?.Trim() ?? "", Conditions = claim.ToRules() });
        if (OwnNameId)
        {
            claims.Insert(0, new() { Conditions = NameId.ToRules() });
        }

        return claims;
    }

    private void Take(IEnumerable<ClaimCondition>? nameId, IEnumerable<ClaimRules> claims)
    {
        OwnNameId = nameId is not null;
        NameId = ClaimDraft.From(null, nameId ?? []);
        Claims = [.. claims.Select(claim => ClaimDraft.From(claim.Claim, claim.Conditions))];
    }
}
