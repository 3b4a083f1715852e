using Microsoft.AspNetCore.Http;

namespace SamlSp.EntraSandbox;

/// <summary>The page to pick an account. Collapsed: token options, refusals, and the attack lab.</summary>
internal sealed class SignInPage(EntraSandboxTenant tenant, Page page)
{
    /// <param name="context">The request.</param>
    /// <param name="request">The request of an app; null to sign in to the tenant only.</param>
    /// <param name="preselected">The account that has the focus.</param>
    public Task WriteAsync(HttpContext context, SignInRequest? request, SandboxUser? preselected)
    {
        var to = request?.App.Title ?? "My Apps";
        var first = preselected ?? tenant.Users[0];
        var users = tenant.Users.Select(user =>
            (Html)
                $"""
                    <button class="person" name="user" value="{user.Id}" {Html.If(
                        user == first,
                        $"autofocus"
                    )}>{user.SignInName} <small>{user.DisplayName} · {user.Kind}</small></button>
                    """
        );
        return page.WriteAsync(
            context,
            StatusCodes.Status200OK,
            "Pick an account",
            $"""
            <p>to sign in to <strong>{to}</strong>.{Html.If(request?.ForceAuthn == true, $" The app asks you to sign in again.")}</p>
            <form method="post" action="{page.Root(context)}/{tenant.Options.TenantId}/login">
            {Hidden("SAMLRequest", request?.Message)}
            {Hidden("RelayState", request?.RelayState)}
            {Hidden("app", request is { Message: null } ? request.App.EntityId : null)}
            <div class="people">
            {users}
            </div>
            {Html.If(request is not null, TokenFields(request))}
            {Html.If(request is not null, RefusalFields())}
            {Html.If(request is not null, LabFields(request))}
            </form>
            """
        );
    }

    private static Html Hidden(string name, string? value) =>
        Html.If(value is not null, $"""<input type="hidden" name="{name}" value="{value}">""");

    private Html TokenFields(SignInRequest? request)
    {
        var token = tenant.Options.Token;
        var canEncrypt = request?.App.EncryptionCertificate?.Invoke() is not null;
        return $"""
            <details>
            <summary>Token options</summary>
            <fieldset>
            <legend>Signing option</legend>
            {Radio("signing", nameof(SandboxSigning.Assertion), "Sign SAML assertion", token.Signing == SandboxSigning.Assertion)}
            {Radio("signing", nameof(SandboxSigning.Response), "Sign SAML response", token.Signing == SandboxSigning.Response)}
            {Radio("signing", nameof(SandboxSigning.Both), "Sign SAML response and assertion", token.Signing == SandboxSigning.Both)}
            </fieldset>
            <fieldset {Html.If(!canEncrypt, $"disabled")}>
            <legend>Token encryption</legend>
            {Html.If(!canEncrypt, $"<p class=\"hint\">The app has no encryption certificate.</p>")}
            {Radio("encryption", nameof(SandboxEncryption.None), "None", !canEncrypt || token.Encryption == SandboxEncryption.None)}
            {Radio(
                "encryption",
                nameof(SandboxEncryption.Aes256Cbc),
                "AES-256-CBC, as Entra does",
                canEncrypt && token.Encryption == SandboxEncryption.Aes256Cbc
            )}
            {Radio(
                "encryption",
                nameof(SandboxEncryption.Aes256Gcm),
                "AES-256-GCM",
                canEncrypt && token.Encryption == SandboxEncryption.Aes256Gcm
            )}
            </fieldset>
            <fieldset>
            <legend>NameID</legend>
            {Radio(
                "nameid",
                nameof(SandboxNameId.UserPrincipalName),
                "user.userprincipalname: the service provider applies its rules",
                token.NameId == SandboxNameId.UserPrincipalName
            )}
            {Radio(
                "nameid",
                nameof(SandboxNameId.Transformed),
                "Conditional claim rules: the tenant applies its rules",
                token.NameId == SandboxNameId.Transformed
            )}
            </fieldset>
            <fieldset>
            <legend>Claims</legend>
            {Check("overage", "Too many groups: send a link instead", token.GroupOverage)}
            {Check("acct", "Send acct (0 member, 1 guest)", token.EmitAcct)}
            {Check("mfa", "Multi-factor authentication", token.MultiFactor)}
            {Check("passkey", "Passkey: phishing-resistant", token.Passkey)}
            </fieldset>
            <label>Minutes since the user authenticated
            <input type="number" name="age" value="{(int)token.AuthnAge.TotalMinutes}" min="0" max="525600" step="1" inputmode="numeric">
            </label>
            </details>
            """;
    }

    private static Html RefusalFields() =>
        $"""
            <details>
            <summary>Refuse the sign-in</summary>
            <label>Refusal
            <select name="refusal">
            <option value="" selected>None: accept the sign-in</option>
            {ChosenRefusal.All.Select(refusal =>
                (Html)$"""<option value="{refusal.Error.Code}">{refusal.Error.Code["AADSTS".Length..]}: {refusal.Title}</option>"""
            )}
            </select>
            </label>
            <p class="hint">Choose one, then pick an account. The app receives a failure instead of an assertion, and nobody is signed in
            here. Use it to see how the app handles failures. Entra shows most of its errors on its own page.</p>
            </details>
            """;

    private static Html LabFields(SignInRequest? request)
    {
        var canEncrypt = request?.App.EncryptionCertificate?.Invoke() is not null;
        var groups = AttackLab
            .Cases.GroupBy(c => c.Group)
            .Select(group =>
                (Html)
                    $"""
                        <optgroup label="{group.Key}">
                        {group.Select(c =>
                            (Html)$"""<option value="{c.Id}" {Html.If(c.NeedsEncryption && !canEncrypt, $"disabled")}>{c.Title}</option>"""
                        )}
                        </optgroup>
                        """
            );
        return $"""
            <details>
            <summary>Attack lab</summary>
            <label>Attack
            <select name="attack">
            <option value="" selected>None: a valid response</option>
            {groups}
            </select>
            </label>
            <p class="hint">Choose one, then pick an account. The next page explains the attack and the code that the app should log,
            before you send it. The options above do not apply.</p>
            </details>
            """;
    }

    private static Html Radio(string name, string value, string label, bool on) =>
        $"""<label><input type="radio" name="{name}" value="{value}" {Html.If(on, $"checked")}>{label}</label>""";

    private static Html Check(string name, string label, bool on) =>
        $"""<label><input type="checkbox" name="{name}" value="true" {Html.If(on, $"checked")}>{label}</label>""";
}
