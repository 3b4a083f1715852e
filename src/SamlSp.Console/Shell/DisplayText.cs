using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;
using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Directory;

namespace SamlSp.Console;

/// <summary>Display texts of values on the pages.</summary>
internal static partial class DisplayText
{
    /// <summary>A day and a time: <c>25 November 2026, 19:42 UTC</c>.</summary>
    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The same, shorter: <c>25 Nov 19:42:07</c>.</summary>
    public static string Short(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>ISO 8601, for machines.</summary>
    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>A time element with the relative time, and the exact instant as a tooltip.</summary>
    public static IHtmlContent When(DateTimeOffset at, DateTimeOffset now) =>
        new HtmlString($"<time datetime=\"{Iso(at)}\" title=\"{Instant(at)}\">{Relative(at, now)}</time>");

    /// <summary>A time element with the exact instant.</summary>
    public static IHtmlContent Exactly(DateTimeOffset at) => new HtmlString($"<time datetime=\"{Iso(at)}\">{Instant(at)}</time>");

    /// <summary>The relative time, rounded: <c>3 minutes ago</c>, <c>in 7 hours</c>.</summary>
    public static string Relative(DateTimeOffset at, DateTimeOffset now)
    {
        var distance = (at - now).Duration();
        if (distance < TimeSpan.FromMinutes(1))
        {
            return at > now ? "in a moment" : "just now";
        }

        var (minutes, hours, days) = (
            (long)Math.Round(distance.TotalMinutes),
            (long)Math.Round(distance.TotalHours),
            (long)Math.Round(distance.TotalDays)
        );
        var text =
            minutes < 60 ? Count(minutes, "minute")
            : hours < 48 ? Count(hours, "hour")
            : days < 60 ? Count(days, "day")
            : Count((long)Math.Round(days / 30.44), "month");
        return at > now ? "in " + text : text + " ago";
    }

    /// <summary>A length of time: <c>8 hours</c>, <c>1 hour 30 minutes</c>.</summary>
    public static string Span(TimeSpan span)
    {
        var hours = (int)span.TotalHours;
        var minutes = span.Minutes;
        return hours == 0 ? Count(minutes, "minute")
            : minutes == 0 ? Count(hours, "hour")
            : Count(hours, "hour") + " " + Count(minutes, "minute");
    }

    /// <summary>A number with its noun: <c>1 user</c>, <c>2,300 users</c>.</summary>
    public static string Count(long number, string noun, string? plural = null) =>
        number.ToString("N0", CultureInfo.InvariantCulture) + " " + (number == 1 ? noun : plural ?? noun + "s");

    /// <summary>The most characters of a name that a page shows.</summary>
    private const int MaxShownLength = 80;

    /// <summary>The name of a user: the best one that is known.</summary>
    public static string Name(DirectoryUser user) => Bounded(user.DisplayName ?? user.NameId ?? user.Mail ?? user.ExternalId ?? user.Id);

    /// <summary>The name of the user of a session.</summary>
    public static string Name(Session session) => Bounded(session.DisplayName ?? session.NameId);

    /// <summary>
    /// A name as pages show it. Names come from identity providers and may be of any length: a long one ends in an ellipsis. Characters
    /// that cannot be seen, or that turn the direction of what follows, are left out.
    /// </summary>
    public static string Bounded(string name)
    {
        var shown = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (shown.Length >= MaxShownLength)
            {
                return shown.Append('…').ToString();
            }

            if (!OrganizationDisplayName.IsInvisible(rune))
            {
                shown.Append(rune.ToString());
            }
        }

        return shown.ToString();
    }

    /// <summary>An address, or a name with an address in it: a line that is too long ends after its at sign or a dot.</summary>
    public static IHtmlContent Address(string text) =>
        new HtmlString(HtmlEncoder.Default.Encode(text).Replace("@", "@<wbr>").Replace(".", ".<wbr>"));

    /// <summary>A user type.</summary>
    public static string From(UserType type) =>
        type switch
        {
            UserType.Member => "Member",
            UserType.EntraGuest => "Entra guest",
            _ => "External guest",
        };

    /// <summary>Why a session ends or has ended.</summary>
    public static string From(SessionEndCause cause) =>
        cause switch
        {
            SessionEndCause.Policy => "org unit's policy",
            SessionEndCause.IdentityProvider => "identity provider's limit",
            SessionEndCause.OperatorMaximum => "server's maximum",
            SessionEndCause.SignedOut => "signed out",
            SessionEndCause.LogoutByIdentityProvider => "signed out at the identity provider",
            SessionEndCause.Replaced => "replaced by another sign-in",
            SessionEndCause.Revoked => "ended by an administrator or in My account",
            SessionEndCause.UserGone => "user suspended or deleted",
            SessionEndCause.AccountDisabled => "account disabled or deleted at the identity provider",
            SessionEndCause.RevokedByIdentityProvider => "sessions revoked at the identity provider",
            SessionEndCause.RightsChanged => "roles or org unit changed",
            _ => cause.ToString(),
        };

    /// <summary>
    /// A step of the rules with its reason. A part of the org-unit expression is named by its text, and not by its position.
    /// </summary>
    public static (string Name, string? Evidence) Step(IdentityTraceStep step) =>
        step.Step.StartsWith("orgUnitPath[", StringComparison.Ordinal) ? ("In the org-unit expression, " + step.Evidence, null)
        : step.Step == "orgUnitPath" ? ("Org unit", "the org-unit expression " + step.Evidence)
        : (Step(step.Step), step.Evidence);

    /// <summary>
    /// A step of the rules, or a line that begins with one. Rows are counted from 1, as in the form: <c>nameId[2]</c> becomes <c>nameId,
    /// row 3</c>.
    /// </summary>
    public static string Step(string step) =>
        ConditionRow()
            .Replace(
                step.StartsWith("orgUnitPath, ", StringComparison.Ordinal) ? "In the org-unit expression, " + step[13..] : step,
                static match =>
                    match.Groups["claim"] is { Success: true } claim
                        ? string.Create(CultureInfo.InvariantCulture, $"claim {OneBased(claim)}, row {OneBased(match.Groups["row"])}")
                        : string.Create(CultureInfo.InvariantCulture, $"nameId, row {OneBased(match.Groups["row"])}")
            );

    /// <summary>A console role.</summary>
    public static string From(ConsoleRole role) =>
        role switch
        {
            ConsoleRole.Owner => "Owner",
            ConsoleRole.Administrator => "Administrator",
            ConsoleRole.Reader => "Reader",
            _ => "No console role",
        };

    private static int OneBased(Group index) => int.Parse(index.ValueSpan, CultureInfo.InvariantCulture) + 1;

    [GeneratedRegex(
        @"^(nameId|claims\[(?<claim>[0-9]{1,4})\])\[(?<row>[0-9]{1,4})\](?=:|$)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        100
    )]
    private static partial Regex ConditionRow();
}
