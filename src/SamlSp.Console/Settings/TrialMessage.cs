using System.Text.Json;
using System.Text.Json.Serialization;
using SamlSp.Directory;

namespace SamlSp.Console;

/// <summary>
/// What the window of a trial sign-in tells the window with the form. The script reads it from the attribute <c>data-trial</c> and sends it
/// to the other windows of the browser.
/// </summary>
internal static class TrialMessage
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The settings have mistakes, so that there was no sign-in.</summary>
    public static string Stopped(IReadOnlyList<string> errors) =>
        Write(
            "poor",
            "The trial sign-in could not start. Nothing was changed. Correct the following:",
            errors: [.. errors.Select(error => new Mistake(SettingDisplayText.Error(error), SettingDisplayText.Split(error).Id))]
        );

    /// <summary>The sign-in was accepted or refused.</summary>
    public static string Finished(TrialSignInResult result, string url) =>
        result.Accepted
            ? Write("good", "The trial sign-in succeeded. Nothing is saved yet: save the connection in the other window.", url)
            : Write("poor", $"The trial sign-in failed. {result.Reason} Nothing was changed.", url);

    /// <summary>The connection was saved.</summary>
    public static string Saved() => Write("good", "The connection is saved. You can close this window.", saved: true);

    private static string Write(string kind, string text, string? url = null, IReadOnlyList<Mistake>? errors = null, bool? saved = null) =>
        JsonSerializer.Serialize(new Message(kind, text, url, errors, saved), Json);

    private sealed record Message(string Kind, string Text, string? Url, IReadOnlyList<Mistake>? Errors, bool? Saved);

    private sealed record Mistake(string Text, string? Field);
}
