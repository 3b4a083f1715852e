using SamlSp.Console;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds the terms of service to the pipeline.</summary>
public static class SamlSpTermsApplicationBuilderExtensions
{
    /// <summary>
    /// Lets nobody on who has not accepted the terms of service of their organization
    /// (<see cref="SamlSp.AspNetCore.OrganizationOptions.Terms"/>): a browser is led to a page with them, anybody else gets 403. Stands
    /// behind <c>UseAuthentication</c>.
    /// </summary>
    public static IApplicationBuilder UseSamlSpTerms(this IApplicationBuilder app) => app.UseMiddleware<TermsMiddleware>();
}
