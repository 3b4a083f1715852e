using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>The general settings of an organization in the form.</summary>
internal sealed class GeneralDraft
{
    private static readonly char[] Separators = [',', ';', ' ', '\r', '\n', '\t'];

    /// <summary>The revision that the form was opened with.</summary>
    public int Revision { get; set; }

    /// <summary>The display name.</summary>
    public string? DisplayName { get; set; }

    /// <summary>E-mail domains, separated by commas or lines.</summary>
    public string? Domains { get; set; }

    /// <summary>The domain to which the addresses of guests are rewritten.</summary>
    public string? PrimaryDomain { get; set; }

    /// <summary>The tenant's initial domain.</summary>
    public string? TenantDomain { get; set; }

    /// <summary>Whether a first sign-in creates a user.</summary>
    public bool JustInTime { get; set; }

    /// <summary>Whether a first sign-in matches a user by e-mail address.</summary>
    public bool MatchByEmail { get; set; }

    /// <summary>Whether deleted users are refused.</summary>
    public bool RefuseDeleted { get; set; }

    /// <summary>Terms of service, as plain text.</summary>
    public string? TermsText { get; set; }

    /// <summary>The URL of the terms.</summary>
    public string? TermsUrl { get; set; }

    internal static GeneralDraft From(OrganizationOptions settings, int revision) =>
        new()
        {
            Revision = revision,
            DisplayName = settings.DisplayName,
            Domains = string.Join(", ", settings.Domains),
            PrimaryDomain = settings.PrimaryDomain,
            TenantDomain = settings.TenantDomain,
            JustInTime = settings.JustInTime,
            MatchByEmail = settings.MatchByEmail,
            RefuseDeleted = settings.RefuseDeleted,
            TermsText = settings.Terms?.Text,
            TermsUrl = settings.Terms?.Url,
        };

    internal void ApplyTo(OrganizationOptions settings)
    {
        settings.DisplayName = Text(DisplayName);
        settings.Domains =
        [
            .. (Domains ?? "")
                .Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(domain => domain.TrimStart('@')),
        ];
        settings.PrimaryDomain = Text(PrimaryDomain)?.TrimStart('@');
        settings.TenantDomain = Text(TenantDomain)?.TrimStart('@');
        settings.JustInTime = JustInTime;
        settings.MatchByEmail = MatchByEmail;
        settings.RefuseDeleted = RefuseDeleted;
        settings.Terms =
            Text(TermsText) is null && Text(TermsUrl) is null
                ? null
                : new()
                {
                    Text = Text(TermsText),
                    Url = Text(TermsUrl),
                    Version = settings.Terms?.Version,
                };
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
