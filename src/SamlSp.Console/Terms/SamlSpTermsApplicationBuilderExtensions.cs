using SamlSp.Console;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds the terms of service to the pipeline.</summary>
public static class SamlSpTermsApplicationBuilderExtensions
{
    /// <summary>
    /// Stops users who have not accepted the terms of service of their organization
    /// (<see cref="SamlSp.AspNetCore.OrganizationOptions.Terms"/>). A browser is redirected to a page with the terms. Other clients get
    /// 403. Call it after <c>UseAuthentication</c>.
    /// </summary>
    public static IApplicationBuilder UseSamlSpTerms(this IApplicationBuilder app) => app.UseMiddleware<TermsMiddleware>();
}
