using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>A page that posts a form: by script, or by a button where there is no script.</summary>
internal static class PostPage
{
    public static Task WriteAsync(SamlSpContext sp, string action, IEnumerable<(string Name, string Value)> fields)
    {
        var inputs = fields.Select(field => (Html)$"""<input type="hidden" name="{field.Name}" value="{field.Value}">""");
        return Page.WriteAsync(
            sp,
            200,
            "One moment",
            $"""
            <form method="post" action="{action}">
            {inputs}
            <p>You are being signed in. If nothing happens, please choose Continue:</p>
            <button type="submit">Continue</button>
            </form>
            """,
            formAction: Page.Onward(sp.Options),
            post: true
        );
    }
}
