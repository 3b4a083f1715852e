using Microsoft.Extensions.Configuration;

namespace SamlSp.AspNetCore;

/// <summary>What a call of <c>AddSamlSp</c> leaves in the services. <see cref="SamlSpSchemes"/> makes a scheme of each.</summary>
internal sealed record SamlSpSchemeRegistration(string Name, IConfigurationSection? Configuration);
