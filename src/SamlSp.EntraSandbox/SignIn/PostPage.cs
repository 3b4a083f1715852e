using Microsoft.AspNetCore.Http;

namespace SamlSp.EntraSandbox;

/// <summary>Posts a Response to the app: by script, or by a button if the browser runs no script.</summary>
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
                $"<p>You are being redirected to {request.App.Title}. If nothing happens, select Continue:</p>",
                "Continue"
            )}
            """,
            formTarget: request.AcsUrl
        );

    /// <summary>Explains an attack, and sends it when the user selects the button.</summary>
    public Task WriteAttackAsync(HttpContext context, SignInRequest request, AttackCase attack, string formValue)
    {
        Html first = Html.If(
            attack.IsSentTwice,
            Form(request, formValue, $"target=\"_blank\"", $"<p>First use: the app should accept it. It opens in a new window.</p>", "Send")
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
            <p class="hint">The app should show a page with a reference number only. Its log should have that number and the code.</p>
            {first}
            {Form(
                request,
                formValue,
                Html.Empty,
                Html.If(attack.IsSentTwice, $"<p>Second use: the app should refuse it.</p>"),
                attack.IsSentTwice ? "Send again" : "Send"
            )}
            """,
            formTarget: request.AcsUrl
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
