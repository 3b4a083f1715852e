using SamlSp.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds parts of SamlSp to an application that are not in the scheme itself.</summary>
public static class SamlSpServiceCollectionExtensions
{
    /// <summary>
    /// Answers unhandled exceptions with SamlSp's error page. The page shows a reference number, which is also in the log. Call
    /// <c>app.UseExceptionHandler(_ => { })</c> as well. Leave this out if the application has its own error page.
    /// </summary>
    public static IServiceCollection AddSamlSpFaultPage(this IServiceCollection services) => services.AddExceptionHandler<FaultHandler>();

    /// <summary>
    /// Holds a cookie scheme of the application to the SamlSp session that its sign-in came from: when that session has expired, was
    /// revoked or needs a new authentication, the cookie is rejected and deleted. A sign-out of the scheme ends the session. Cookies of
    /// other sign-ins, such as by password, are left alone. The application's own cookie events go on.
    /// </summary>
    /// <param name="services">The application's services, with <c>AddSamlSp</c>.</param>
    /// <param name="scheme">The cookie scheme, such as <c>IdentityConstants.ApplicationScheme</c>.</param>
    public static IServiceCollection AddSamlSpSessionBinding(this IServiceCollection services, string scheme)
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        return services.AddSingleton(new SessionBinding(scheme));
    }
}
