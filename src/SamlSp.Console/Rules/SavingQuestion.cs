using Microsoft.AspNetCore.Http;

namespace SamlSp.Console;

/// <summary>The page between: settings are not saved before its question is answered.</summary>
/// <param name="Trial">What the settings would change, and for whom.</param>
/// <param name="SaveUrl">Where the answer is sent, together with the form.</param>
/// <param name="BackUrl">Where the form is sent to be changed again; without a form, where the user goes.</param>
/// <param name="Form">The form as it was sent; null when there is none.</param>
internal sealed record SavingQuestion(RulesTrialResult Trial, string SaveUrl, string BackUrl, IFormCollection? Form)
{
    /// <summary>How many users are listed at most; the page says how many there are.</summary>
    public const int MaxListed = 20;

    /// <summary>Without a form: the revision of the settings that the page was opened with.</summary>
    public int Revision { get; init; }

    /// <summary>The fields of the form, as they were sent.</summary>
    public IEnumerable<(string Name, string Value)> Fields =>
        (Form ?? FormCollection.Empty)
            .Where(sent => sent.Key is not ("__RequestVerificationToken" or "confirmed" or "act"))
            .SelectMany(sent => sent.Value, (sent, value) => (sent.Key, value ?? ""));
}
