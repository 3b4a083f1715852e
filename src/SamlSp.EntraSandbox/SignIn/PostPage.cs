using Microsoft.AspNetCore.Http;

namespace SamlSp.EntraSandbox;

/// <summary>Posts a Response on to the app: by script where there is one, by a button where there is none.</summary>
internal sealed class PostPage(Page page)
{
    public Task WriteAsync(HttpContext context, SignInRequest request, string formValue) =>
        page.WriteAsync(
            context,
            StatusCodes.Status200OK,
            "One moment",
            $"""
            {Form(
                request,
                formValue,
                $"data-submit",
                $"<p>You are being sent back to {request.App.Title}. If nothing happens, please continue yourself:</p>",
                "Continue"
            )}
            """,
            formTargets: [request.AcsUrl]
        );

    /// <summary>An attack is explained first, and sent by hand.</summary>
    public Task WriteAttackAsync(HttpContext context, SignInRequest request, AttackCase attack, string formValue)
    {
        Html first = Html.If(
            attack.IsSentTwice,
            Form(
                request,
                formValue,
                $"target=\"_blank\"",
                $"<p>First use: it should be accepted. It opens in a window of its own.</p>",
                "Send it"
            )
        );
        return page.WriteAsync(
            context,
            StatusCodes.Status200OK,
            attack.Title,
            $"""
            <p>{attack.Explanation}</p>
            <dl>
            <dt>Catalogue</dt><dd>{attack.CatalogueId}</dd>
            <dt>Expected code</dt><dd><code id="expected">{attack.ExpectedCode}</code></dd>
            <dt>Found by</dt><dd>{attack.FoundByText}</dd>
            </dl>
            <p class="hint">The app should answer with a page that shows a reference number and nothing else. Its log should hold that reference and the code.</p>
            {first}
            {Form(
                request,
                formValue,
                Html.Empty,
                Html.If(attack.IsSentTwice, $"<p>Second use: it should be refused.</p>"),
                attack.IsSentTwice ? "Send it again" : "Send it"
            )}
            """,
            formTargets: [request.AcsUrl]
        );
    }

    private static Html Form(SignInRequest request, string formValue, Html attributes, Html before, string button) =>
        $"""
            <form method="post" action="{request.AcsUrl}" {attributes}>
            <input type="hidden" name="SAMLResponse" value="{formValue}">
            {Html.If(request.RelayState is not null, $"""<input type="hidden" name="RelayState" value="{request.RelayState}">""")}
            {before}
            <p><button type="submit" autofocus>{button}</button></p>
            </form>
            """;
}
