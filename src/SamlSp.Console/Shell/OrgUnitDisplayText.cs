using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console;

/// <summary>Display texts of org units and their policies.</summary>
internal static class OrgUnitDisplayText
{
    /// <summary>A policy: <c>Sign in again after 8 hours, by any method</c>.</summary>
    public static string From(SessionPolicy policy)
    {
        if (!policy.RequiresReauthentication)
        {
            return "No re-authentication";
        }

        var method = policy.Method switch
        {
            ReauthenticationMethod.Interactive => ", by any method",
            ReauthenticationMethod.PhishingResistant => ", with a phishing-resistant method",
            ReauthenticationMethod.MultiFactor => ", with multi-factor authentication",
            _ => "",
        };
        return $"Sign in again after {DisplayText.Span(policy.Frequency)}{method}";
    }

    /// <summary>Where a unit's policy comes from: <c>set here</c>, <c>from /guests</c>.</summary>
    public static string Origin(OrgUnit unit) =>
        unit.OwnPolicy is not null
        || (unit.Policy.RequiresReauthentication && string.Equals(unit.Policy.From, unit.Path, StringComparison.OrdinalIgnoreCase))
            ? unit.OwnPolicy is null
                ? "built in"
                : "set here"
            : unit.Policy.RequiresReauthentication || unit.Path != "/"
                ? "from " + unit.Policy.From
                : "no policy; the server's maximum applies";

    /// <summary>The policy that applies to a unit without its own.</summary>
    public static string Inherited(OrgUnit unit) =>
        unit.Path switch
        {
            "/" => "Built in: no re-authentication",
            "/guests" => "Built in: s" + From(SessionPolicy.Guests)[1..],
            _ => "Inherit from the unit above",
        };

    /// <summary>The effect of a policy on live sessions.</summary>
    public static string SessionsText(PolicyEffect effect)
    {
        var shorter = DisplayText.Count(effect.SessionsShortened, "live session becomes", "live sessions become");
        var ended = DisplayText.Count(effect.SessionsEnded, "of them ends", "of them end");
        return $"{shorter} shorter{(effect.SessionsEnded > 0 ? $", and {ended} at once" : "")}. No session becomes longer.";
    }

    /// <summary>Why a change was refused.</summary>
    public static string From(OrgUnitChange change) =>
        change switch
        {
            OrgUnitChange.Unchanged => "No change: already in that state.",
            OrgUnitChange.NotFound => "Nothing was changed: this org unit no longer exists.",
            OrgUnitChange.AlreadyThere => "Nothing was created: an org unit with this path already exists.",
            OrgUnitChange.PathInvalid =>
                "This is not a valid path. A path begins with “/” and has no empty parts, for example “/guests/contractors”.",
            OrgUnitChange.Declared => "Nothing was changed: this unit is declared in the server's configuration. Change it there.",
            OrgUnitChange.NotEmpty => "Nothing was removed: the unit has users or units below it, or is built in.",
            _ => "Nothing was changed: a policy has 1 to 24 hours.",
        };
}
