using Microsoft.AspNetCore.Http;

namespace SamlSp.EntraSandbox;

/// <summary>How an ID token is made: the optional claims of the app registration, and a few things to try an app with.</summary>
internal sealed record OpenIdTokenOptions
{
    /// <summary>The optional claim <c>auth_time</c>.</summary>
    public bool AuthTime { get; init; } = true;

    /// <summary>The optional claim <c>upn</c>, which is the local one for guests.</summary>
    public bool Upn { get; init; }

    /// <summary>The optional claim <c>acct</c>.</summary>
    public bool Acct { get; init; }

    /// <summary>The optional claim <c>groups</c>.</summary>
    public bool Groups { get; init; } = true;

    /// <summary>Too many groups: a link in their place.</summary>
    public bool GroupOverage { get; init; }

    /// <summary>The user authenticated with several factors.</summary>
    public bool MultiFactor { get; init; }

    /// <summary>The user authenticated with a passkey.</summary>
    public bool Passkey { get; init; }

    /// <summary>The authentication contexts that the app asks for are satisfied.</summary>
    public bool Contexts { get; init; } = true;

    public static OpenIdTokenOptions Read(IFormCollection form)
    {
        // An unticked box is not sent: only a form that has the fields at all speaks for them.
        if (!form.ContainsKey("age"))
        {
            return new();
        }

        bool On(string name) => form[name] == "true";
        return new()
        {
            AuthTime = On("auth_time"),
            Upn = On("upn"),
            Acct = On("acct"),
            Groups = On("groups"),
            GroupOverage = On("overage"),
            MultiFactor = On("mfa"),
            Passkey = On("passkey"),
            Contexts = On("acrs"),
        };
    }
}
