using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console;

/// <summary>Org units and their policies, in words.</summary>
internal static class OrgUnitDisplayText
{
    /// <summary>What a policy asks for: <c>Sign in again after 8 hours, with a password</c>.</summary>
    public static string Of(SessionPolicy policy)
    {
        if (!policy.RequiresReauthentication)
        {
            return "No re-authentication";
        }

        var method = policy.Method switch
        {
            ReauthenticationMethod.Password => ", with a password",
            ReauthenticationMethod.MultiFactor => ", with several factors",
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
                : "nothing is set; the server's maximum holds";

    /// <summary>What holds at a unit that has no policy of its own.</summary>
    public static string Inherited(OrgUnit unit) =>
        unit.Path switch
        {
            "/" => "As built in: no re-authentication",
            "/guests" => "As built in: s" + Of(SessionPolicy.Guests)[1..],
            _ => "As the unit above says",
        };

    /// <summary>Why a change was not made.</summary>
    public static string Of(OrgUnitChange change) =>
        change switch
        {
            OrgUnitChange.Unchanged => "It was so already: nothing was changed.",
            OrgUnitChange.NotFound => "There is no such org unit any more.",
            OrgUnitChange.AlreadyThere => "There is an org unit with this path already.",
            OrgUnitChange.PathInvalid =>
                "That is no path of an org unit. One begins with “/” and has no empty parts, such as “/guests/contractors”.",
            OrgUnitChange.Declared => "The configuration declares this unit: it is changed there.",
            OrgUnitChange.NotEmpty => "There are users in it, or units below it, or it is always there.",
            _ => "A session lasts from 1 to 24 hours.",
        };
}
