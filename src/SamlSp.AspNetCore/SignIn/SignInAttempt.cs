using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>An answer that has arrived at the assertion consumer service.</summary>
internal sealed record SignInAttempt(HttpContext HttpContext, SamlSpOptions Options, IOrganizationRegistry Registry, ServiceProviderKeys Keys, string FormValue, PendingRequest? Pending);
