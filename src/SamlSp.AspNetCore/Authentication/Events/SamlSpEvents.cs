namespace SamlSp.AspNetCore;

/// <summary>Hooks for the application. Each is a delegate that can be set, called at its place on the way.</summary>
public class SamlSpEvents
{
    /// <summary>Before the browser goes to the identity provider.</summary>
    public Func<RedirectToIdentityProviderContext, Task> OnRedirectToIdentityProvider { get; set; } = _ => Task.CompletedTask;

    /// <summary>
    /// The assertion is genuine, and the rules say who it is. Nothing is recorded yet, and there is no session. Can refuse. A message that
    /// is sent twice may call this twice; it leads to one session.
    /// </summary>
    public Func<AssertionVerifiedContext, Task> OnAssertionVerified { get; set; } = _ => Task.CompletedTask;

    /// <summary>
    /// The user is known, and a session is about to be created. Can add claims. May run again when the user is changed meanwhile.
    /// </summary>
    public Func<CreatingSessionContext, Task> OnCreatingSession { get; set; } = _ => Task.CompletedTask;

    /// <summary>The session exists, the cookie is about to be set. Can change the return URL.</summary>
    public Func<SignedInContext, Task> OnSignedIn { get; set; } = _ => Task.CompletedTask;

    /// <summary>A sign-in was refused; the page is about to be written. Can write another answer.</summary>
    public Func<RefusedContext, Task> OnRefused { get; set; } = _ => Task.CompletedTask;

    /// <summary>A sign-in starts, and nothing says at which organization. Can name it, or write another answer.</summary>
    public Func<SelectOrganizationContext, Task> OnSelectOrganization { get; set; } = _ => Task.CompletedTask;

    /// <summary>A signed-in user may not do what was asked. Can write another answer.</summary>
    public Func<AccessDeniedContext, Task> OnAccessDenied { get; set; } = _ => Task.CompletedTask;

    /// <summary>Before the browser goes to the identity provider to sign out. The session here has ended.</summary>
    public Func<RedirectToSignOutContext, Task> OnRedirectToSignOut { get; set; } = _ => Task.CompletedTask;

    /// <summary>Before our own metadata is signed. Called once for a document, not once for a request.</summary>
    public Func<PublishMetadataContext, Task> OnPublishMetadata { get; set; } = _ => Task.CompletedTask;

    /// <summary>Calls <see cref="OnRedirectToIdentityProvider"/>.</summary>
    public virtual Task RedirectToIdentityProvider(RedirectToIdentityProviderContext context) => OnRedirectToIdentityProvider(context);

    /// <summary>Calls <see cref="OnAssertionVerified"/>.</summary>
    public virtual Task AssertionVerified(AssertionVerifiedContext context) => OnAssertionVerified(context);

    /// <summary>Calls <see cref="OnCreatingSession"/>.</summary>
    public virtual Task CreatingSession(CreatingSessionContext context) => OnCreatingSession(context);

    /// <summary>Calls <see cref="OnSignedIn"/>.</summary>
    public virtual Task SignedIn(SignedInContext context) => OnSignedIn(context);

    /// <summary>Calls <see cref="OnRefused"/>.</summary>
    public virtual Task Refused(RefusedContext context) => OnRefused(context);

    /// <summary>Calls <see cref="OnSelectOrganization"/>.</summary>
    public virtual Task SelectOrganization(SelectOrganizationContext context) => OnSelectOrganization(context);

    /// <summary>Calls <see cref="OnAccessDenied"/>.</summary>
    public virtual Task AccessDenied(AccessDeniedContext context) => OnAccessDenied(context);

    /// <summary>Calls <see cref="OnRedirectToSignOut"/>.</summary>
    public virtual Task RedirectToSignOut(RedirectToSignOutContext context) => OnRedirectToSignOut(context);

    /// <summary>Calls <see cref="OnPublishMetadata"/>.</summary>
    public virtual Task PublishMetadata(PublishMetadataContext context) => OnPublishMetadata(context);
}
