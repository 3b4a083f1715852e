using SamlSp.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the error page of SamlSp to an application.</summary>
public static class SamlSpServiceCollectionExtensions
{
    /// <summary>
    /// Answers unhandled exceptions with SamlSp's error page. The page shows a reference number, which is also in the log. Call
    /// <c>app.UseExceptionHandler(_ => { })</c> as well. Leave this out if the application has its own error page.
    /// </summary>
    public static IServiceCollection AddSamlSpFaultPage(this IServiceCollection services) => services.AddExceptionHandler<FaultHandler>();
}
