using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>A page that posts a form: by script, or by a button where there is no script.</summary>
internal static class PostPage
{
    public const string SigningIn = "You are being signed in.";
    public const string SigningOut = "You are being signed out.";

    /// <summary>Writes the page.</summary>
    /// <param name="sp">The request.</param>
    /// <param name="action">Where the form goes.</param>
    /// <param name="fields">Its hidden fields.</param>
    /// <param name="text">What happens, a sentence.</param>
    /// <param name="mayBeFramed">Whether the site that the form goes to may show the page in a frame.</param>
    public static Task WriteAsync(
        SamlSpContext sp,
        string action,
        IEnumerable<(string Name, string Value)> fields,
        string text,
        bool mayBeFramed = false
    )
    {
        var inputs = fields.Select(field => (Html)$"""<input type="hidden" name="{field.Name}" value="{field.Value}">""");
        return Page.WriteAsync(
            sp,
            200,
            "One moment",
            $"""
            <form method="post" action="{action}">
            {inputs}
            <p>{text} If nothing happens, please choose Continue:</p>
            <button type="submit">Continue</button>
            </form>
            """,
            formAction: Page.Onward(sp.Options),
            post: true,
            frameAncestor: mayBeFramed ? new Uri(action).GetLeftPart(UriPartial.Authority) : null
        );
    }
}
